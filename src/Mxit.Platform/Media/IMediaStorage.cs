namespace Mxit.Platform.Media;

/// <summary>
/// The bytes of media, behind one small interface: a folder here, some other store elsewhere. Keys are the storage's own: the
/// SHA-256 of the content in lower-case hex, so that equal bytes are stored once, however many rows refer to them.
/// </summary>
/// <remarks>
/// Contents may be large; nothing is ever held in memory as a whole. Nobody deletes bytes when a row goes, since another row
/// may have come to refer to the same ones; that is up to <see cref="MediaSweeper"/>.
/// </remarks>
public interface IMediaStorage
{
    /// <summary>
    /// Stores a content. When this returns the bytes are there to stay and have the age of now, also when equal ones were there
    /// before. When it throws nothing is visible.
    /// </summary>
    /// <param name="content">Read from where it stands to its end.</param>
    /// <param name="maxBytes">The longest content to accept.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MediaTooLargeException">The content is longer than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    Task<StoredMedia> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>A stream over the bytes that can seek and knows its length; <see langword="null"/> when they are not there.</summary>
    Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether the bytes are there.</summary>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the bytes unless they were saved, or saved again, at or after a time. A save that goes on at the same moment
    /// wins.
    /// </summary>
    /// <param name="key">The key; one that is not there is no fault.</param>
    /// <param name="savedBefore">The time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether bytes were deleted.</returns>
    Task<bool> DeleteAsync(string key, DateTimeOffset savedBefore, CancellationToken cancellationToken);

    /// <summary>All that is stored, in no particular order.</summary>
    IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes what saves left behind that were broken off before a time.</summary>
    /// <returns>How many leftovers were removed.</returns>
    Task<int> RemoveLeftoversAsync(DateTimeOffset startedBefore, CancellationToken cancellationToken);
}

/// <summary>Bytes in the storage.</summary>
/// <param name="Key">The SHA-256 of the bytes: 64 lower-case hex digits.</param>
/// <param name="Length">How many there are.</param>
/// <param name="SavedUtc">When they were last saved.</param>
public sealed record StoredMedia(string Key, long Length, DateTimeOffset SavedUtc);

/// <summary>A content is longer than was allowed. Nothing of it was kept.</summary>
/// <param name="maxBytes">The most that was allowed.</param>
public sealed class MediaTooLargeException(long maxBytes) : Exception($"The content has more than {maxBytes} bytes.")
{
    /// <summary>The most that was allowed.</summary>
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The storage has no room left. Nothing of the content was kept.</summary>
/// <param name="cause">What the storage said.</param>
public sealed class MediaStorageFullException(Exception cause) : IOException("There is no room left for media.", cause);
