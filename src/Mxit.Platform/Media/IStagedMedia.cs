namespace Mxit.Platform.Media;

/// <summary>
/// A content that is stored, and durable, but seen by nobody yet. Closing it before it is published removes it; afterwards that
/// changes nothing.
/// </summary>
internal interface IStagedMedia : IAsyncDisposable
{
    /// <summary>The key under which it will be: the SHA-256 of the bytes in lower-case hex.</summary>
    string Key { get; }

    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>A stream over the bytes that can seek, for who has to look into them before they are published.</summary>
    Task<Stream> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes the content visible under its key. When this returns it is there to stay and young, also when equal bytes were there
    /// before. Once only.
    /// </summary>
    /// <remarks>
    /// To be called in the transaction of the row that refers to it, last before the commit, holding
    /// <see cref="MediaKeys.NameOf"/>: whoever deletes bytes holds the same name. Should the transaction fail afterwards, the
    /// content is removed by the next sweep.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It was published or closed before.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    Task PublishAsync(CancellationToken cancellationToken);
}
