using System.Net.Http.Headers;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A picture or file to send: from a stream, from memory or from a file. It is sent piece by piece and never held whole. Streams
/// and bytes convert by themselves, so that a call takes them as they are. For one call at a time.
/// </summary>
public sealed class MediaUpload
{
    // What is larger is asked for first ("Expect: 100-continue"), and so is what can be sent once only: a server that does not
    // want it, or not with this token, then says so before, not by breaking the connection halfway.
    private const long AskFirstBytes = 64 * 1024;

    private readonly UploadSource _source;
    private string? _digest;

    /// <summary>
    /// Sends what a stream has from where it stands now. It stays yours to dispose of, after the call. A stream that can seek is
    /// read again when the upload has to be repeated; with another one such a call ends in
    /// <see cref="MxitErrorReason.StreamConsumed"/>.
    /// </summary>
    /// <param name="content">The stream, readable.</param>
    /// <param name="fileName">The name of the file, without a folder, where the server keeps names.</param>
    /// <param name="contentType">
    /// The media type, such as <c>image/png</c>; <see langword="null"/> to take it from the ending of the name. A server looks at
    /// the content all the same.
    /// </param>
    /// <param name="length">
    /// How many bytes to send; <see langword="null"/> for all that there are, whose number is then sent ahead if the stream can
    /// seek.
    /// </param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public MediaUpload(Stream content, string? fileName = null, string? contentType = null, long? length = null)
        : this(SourceOf(content, length), fileName, contentType)
    {
    }

    /// <summary>Sends bytes. Do not change them before the call has ended.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name of the file, without a folder, where the server keeps names.</param>
    /// <param name="contentType">
    /// The media type, such as <c>image/png</c>; <see langword="null"/> to take it from the ending of the name. A server looks at
    /// the content all the same.
    /// </param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
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

    /// <summary>The media type that is sent; <c>application/octet-stream</c> when nothing better is known.</summary>
    public string ContentType { get; }

    /// <summary>How many bytes are sent; <see langword="null"/> when that shows only on the way.</summary>
    public long? Length => _source.Length;

    /// <summary>
    /// Sends the SHA-256 of the content ahead (<c>Content-Digest</c>, RFC 9530), so that a server of this project refuses what is not
    /// the same to the bit when it arrives; others ignore it. The content is read once more for it, so it must be bytes, a file, or
    /// a stream that can seek.
    /// </summary>
    public bool SendDigest { get; init; }

    /// <inheritdoc cref="UploadSource.CanSend"/>
    internal bool CanSend => _source.CanSend;

    /// <summary>Sends a file. It is opened when the call needs it and closed afterwards.</summary>
    /// <param name="path">Where the file is; its name becomes <see cref="FileName"/>.</param>
    /// <param name="contentType">The media type; <see langword="null"/> to take it from the ending of the name.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public static MediaUpload FromFile(string path, string? contentType = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new MediaUpload(new FileSource(Path.GetFullPath(path)), Path.GetFileName(path), contentType);
    }

    /// <summary>Sends what a stream has from where it stands now.</summary>
    /// <param name="content">The stream, readable.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static implicit operator MediaUpload(Stream content) => new(content);

    /// <summary>Sends bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <exception cref="ArgumentNullException">There are none.</exception>
    public static implicit operator MediaUpload(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(content.AsMemory());
    }

    /// <summary>Sends bytes.</summary>
    /// <param name="content">The bytes.</param>
    public static implicit operator MediaUpload(ReadOnlyMemory<byte> content) => new(content);

    /// <summary>Shows type and length, and not the name, which can tell about the person.</summary>
    public override string ToString() =>
        $"{nameof(MediaUpload)} {{ {nameof(ContentType)} = {ContentType}, {nameof(Length)} = {Length} }}";

    /// <summary>What is to be known of the content before it is sent.</summary>
    /// <exception cref="ArgumentException">A digest is wanted, but the content cannot be read twice.</exception>
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

    /// <exception cref="UploadSourceException">The content cannot be read, or not once more.</exception>
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

    /// <summary>The server should say whether it wants the content before it is sent.</summary>
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
