namespace Mxit.Internal;

/// <summary>Where the bytes of an upload come from.</summary>
internal abstract class UploadSource
{
    /// <summary>How many bytes there are; <see langword="null"/> when it is not known before they are read.</summary>
    public abstract long? Length { get; }

    /// <summary>The bytes are there for one more attempt.</summary>
    public virtual bool CanSend => true;

    /// <summary>The bytes are there for any number of attempts.</summary>
    public virtual bool CanRepeat => true;

    /// <exception cref="UploadSourceException">The bytes cannot be read.</exception>
    public abstract HttpContent CreateContent();
}

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource(ReadOnlyMemory<byte> bytes) : UploadSource
{
    public override long? Length => bytes.Length;

    public override HttpContent CreateContent() => new ReadOnlyMemoryContent(bytes);
}

/// <summary>A file, opened anew for each attempt.</summary>
internal sealed class FileSource(string path) : UploadSource
{
    // Known when it is opened: until then it can change.
    public override long? Length => null;

    public override HttpContent CreateContent()
    {
        try
        {
            var file = new FileStream(
                path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            return new UploadContent(file, file.CanSeek ? file.Length : null) { OwnsSource = true };
        }
        catch (Exception failure)
        {
            throw new UploadSourceException(failure);
        }
    }
}

/// <summary>A stream of the caller, who also disposes of it.</summary>
internal sealed class StreamSource : UploadSource
{
    private readonly Stream _stream;
    private readonly long _start;
    private bool _started;

    public StreamSource(Stream stream, long? length)
    {
        _stream = stream;
        _start = stream.CanSeek ? stream.Position : 0;
        Length = length ?? (stream.CanSeek ? Math.Max(0, stream.Length - _start) : null);
    }

    public override long? Length { get; }

    public override bool CanSend => CanRepeat || !_started;

    public override bool CanRepeat => _stream.CanSeek;

    public override HttpContent CreateContent() =>
        CanSend ? new UploadContent(_stream, Length) { Starting = Start } : throw new UploadSourceException(Spent());

    private static InvalidOperationException Spent() =>
        new("The stream of this upload was sent before and cannot be read a second time.");

    private void Start()
    {
        // An HTTP client that repeats requests by itself, after a redirect for instance, would send the rest for the whole.
        if (!CanSend)
        {
            throw Spent();
        }

        _started = true;
        if (_stream.CanSeek)
        {
            _stream.Position = _start;
        }
    }
}
