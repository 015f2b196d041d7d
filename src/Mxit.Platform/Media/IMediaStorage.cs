namespace Mxit.Platform.Media;

/// <summary>
/// The bytes of media, behind one small interface: a folder here, some other store elsewhere. Keys are the storage's own: the
/// SHA-256 of the content in lower-case hex, so that equal bytes are stored once, however many rows refer to them.
/// </summary>
/// <remarks>
/// Contents may be large; nothing is ever held in memory as a whole. The storage knows nothing of rows: who publishes and who
/// deletes holds the name of the key in the database, see <see cref="MediaKeys.NameOf"/>. A store that cannot move within itself
/// stages under another key and copies when the content is published.
/// </remarks>
internal interface IMediaStorage
{
    /// <summary>Takes a content in, beside the others. When it throws nothing of it is left.</summary>
    /// <param name="content">Read from where it stands to its end.</param>
    /// <param name="maxBytes">The longest content to accept.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MediaTooLargeException">The content is longer than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// A stream over the bytes that can seek and knows its length; <see langword="null"/> when they are not there.
    /// </summary>
    Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether the bytes are there.</summary>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes the bytes. Who reads them at this moment reads to the end.</summary>
    /// <param name="key">The key; one that is not there is no fault.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether bytes were deleted.</returns>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>All that is published, in no particular order.</summary>
    IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes what was staged before a time and neither published nor closed, because its process is gone.</summary>
    /// <returns>How many leftovers were removed.</returns>
    Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken);
}

/// <summary>Bytes in the storage.</summary>
/// <param name="Key">The SHA-256 of the bytes: 64 lower-case hex digits.</param>
/// <param name="Length">How many there are.</param>
/// <param name="SavedUtc">When they were last saved.</param>
internal sealed record StoredMedia(string Key, long Length, DateTimeOffset SavedUtc);

/// <summary>A content is longer than was allowed. Nothing of it was kept.</summary>
/// <param name="maxBytes">The most that was allowed.</param>
internal sealed class MediaTooLargeException(long maxBytes) : Exception($"The content has more than {maxBytes} bytes.")
{
    /// <summary>The most that was allowed.</summary>
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The storage has no room left. Nothing of the content was kept.</summary>
/// <param name="cause">What the storage said.</param>
internal sealed class MediaStorageFullException(Exception cause) : IOException("There is no room left for media.", cause);
