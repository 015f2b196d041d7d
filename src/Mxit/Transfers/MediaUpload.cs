using System.Net.Http.Headers;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A picture or file to upload, from a stream, from memory or from a file. It is sent in chunks and never buffered as a whole.
/// Streams and byte arrays convert implicitly. Not thread-safe: use it for one call at a time.
/// </summary>
public sealed class MediaUpload
{
    // Larger content, and content that can be sent only once, is sent with "Expect: 100-continue": a server that refuses it, or
    // its token, responds before the content is sent.
    private const long AskFirstBytes = 64 * 1024;

    private readonly UploadSource _source;
    private string? _digest;

    /// <summary>
    /// Uploads a stream from its current position. The caller disposes the stream after the call. A seekable stream is read again
    /// for a retry; with another stream a call that must be retried fails with <see cref="MxitErrorReason.StreamConsumed"/>.
    /// </summary>
    /// <param name="content">The stream, readable.</param>
    /// <param name="fileName">The name of the file, without a folder.</param>
    /// <param name="contentType">
    /// The content type, such as <c>image/png</c>; <see langword="null"/> to guess it from the extension of the name. The server
    /// checks the content itself.
    /// </param>
    /// <param name="length">The number of bytes to send; <see langword="null"/> for the rest of the stream.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    public MediaUpload(Stream content, string? fileName = null, string? contentType = null, long? length = null)
        : this(SourceOf(content, length), fileName, contentType)
    {
    }

    /// <summary>Uploads bytes. Do not change them before the call has ended.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name of the file, without a folder.</param>
    /// <param name="contentType">
    /// The content type, such as <c>image/png</c>; <see langword="null"/> to guess it from the extension of the name. The server
    /// checks the content itself.
    /// </param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    public MediaUpload(ReadOnlyMemory<byte> content, string? fileName = null, string? contentType = null)
        : this(new BytesSource(content), fileName, contentType)
    {
    }

    private MediaUpload(UploadSource source, string? fileName, string? contentType)
    {
        _source = source;
        FileName = string.IsNullOrWhiteSpace(fileName) ? null : fileName;
        ContentType = contentType ?? MediaTypes.OfFile(fileName);
        if (!MediaTypeHeaderValue.TryParse(ContentType, out _))
        {
            throw new ArgumentException("A media type is needed, such as image/png.", nameof(contentType));
        }
    }

    /// <summary>The name of the file; <see langword="null"/> when none was given.</summary>
    public string? FileName { get; }

    /// <summary>The content type; <c>application/octet-stream</c> when it is unknown.</summary>
    public string ContentType { get; }

    /// <summary>The length in bytes; <see langword="null"/> when it is unknown before the content is read.</summary>
    public long? Length => _source.Length;

    /// <summary>
    /// Sends the SHA-256 of the content in a header (<c>Content-Digest</c>, RFC 9530). A server of this project refuses content
    /// that arrives damaged; other servers ignore the header. The content is read twice, so it must be bytes, a file or a
    /// seekable stream.
    /// </summary>
    public bool SendDigest { get; init; }

    /// <inheritdoc cref="UploadSource.CanSend"/>
    internal bool CanSend => _source.CanSend;

    /// <summary>Uploads a file. It is opened during the call and closed afterwards.</summary>
    /// <param name="path">The path of the file; its name becomes <see cref="FileName"/>.</param>
    /// <param name="contentType">The content type; <see langword="null"/> to guess it from the extension of the name.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    public static MediaUpload FromFile(string path, string? contentType = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new MediaUpload(new FileSource(Path.GetFullPath(path)), Path.GetFileName(path), contentType);
    }

    /// <summary>Converts a stream to an upload from its current position.</summary>
    /// <param name="content">The stream, readable.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static implicit operator MediaUpload(Stream content) => new(content);

    /// <summary>Sends bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <exception cref="ArgumentNullException">The bytes are missing.</exception>
    public static implicit operator MediaUpload(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(content.AsMemory());
    }

    /// <summary>Sends bytes.</summary>
    /// <param name="content">The bytes.</param>
    public static implicit operator MediaUpload(ReadOnlyMemory<byte> content) => new(content);

    /// <summary>Shows type and length; the name is private.</summary>
    public override string ToString() =>
        $"{nameof(MediaUpload)} {{ {nameof(ContentType)} = {ContentType}, {nameof(Length)} = {Length} }}";

    /// <summary>Reads the properties of the content before it is sent.</summary>
    /// <exception cref="ArgumentException">A digest is requested, but the content cannot be read twice.</exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!SendDigest)
        {
            return;
        }

        _digest = _source.CanRepeat
            ? ContentDigest.Write(await _source.HashAsync(cancellationToken).ConfigureAwait(false))
            : throw new ArgumentException(
                $"{nameof(SendDigest)} needs content that can be read twice: bytes, a file, or a stream that can seek.");
    }

    /// <exception cref="UploadSourceException">The content cannot be read, or not a second time.</exception>
    internal HttpContent CreateContent(TransferMeter meter)
    {
        var content = _source.CreateContent(meter);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        if (_digest is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Digest", _digest);
        }

        return content;
    }

    /// <summary>Whether to send <c>Expect: 100-continue</c>.</summary>
    internal bool AsksFirst(HttpContent content) =>
        !_source.CanRepeat || content.Headers.ContentLength is null or > AskFirstBytes;

    private static UploadSource SourceOf(Stream content, long? length)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanRead)
        {
            throw new ArgumentException("The stream cannot be read; perhaps it is closed.", nameof(content));
        }

        if (length is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be zero or more.");
        }

        return content.CanSeek ? new SeekingSource(content, length) : new OneWaySource(content, length);
    }
}
