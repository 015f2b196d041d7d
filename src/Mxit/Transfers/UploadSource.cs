using System.Buffers;
using System.Security.Cryptography;

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
    public abstract HttpContent CreateContent(TransferMeter meter);

    /// <summary>The SHA-256 of the bytes, for which they are read once more; only if they <see cref="CanRepeat"/>.</summary>
    public abstract Task<byte[]> HashAsync(CancellationToken cancellationToken);

    protected static async Task<byte[]> HashAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(UploadContent.PieceBytes);
        for (var rest = length; rest > 0;)
        {
            var wanted = (int)Math.Min(UploadContent.PieceBytes, rest);
            var read = await stream.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException($"The stream ended after {length - rest} of {length} bytes.");
            }

            hash.AppendData(buffer, 0, read);
            rest -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetHashAndReset();
    }
}

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource(ReadOnlyMemory<byte> bytes) : UploadSource
{
    public override long? Length => bytes.Length;

    public override HttpContent CreateContent(TransferMeter meter) => new BytesContent(bytes, meter);

    public override Task<byte[]> HashAsync(CancellationToken cancellationToken) => Task.FromResult(SHA256.HashData(bytes.Span));
}

/// <summary>A file, opened anew for each attempt.</summary>
internal sealed class FileSource(string path) : UploadSource
{
    // A pipe, for instance: what was opened once is gone when it is closed.
    private bool _isSpent;

    // Known when it is opened: until then it can change.
    public override long? Length => null;

    public override bool CanSend => !_isSpent;

    public override bool CanRepeat => !_isSpent;

    public override HttpContent CreateContent(TransferMeter meter)
    {
        try
        {
            var file = Open();
            _isSpent = !file.CanSeek;
            return new UploadContent(file, file.CanSeek ? file.Length : null, meter) { OwnsSource = true };
        }
        catch (Exception failure)
        {
            throw new UploadSourceException(failure);
        }
    }

    public override async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        var file = Open();
        await using (file.ConfigureAwait(false))
        {
            return await HashAsync(file, file.Length, cancellationToken).ConfigureAwait(false);
        }
    }

    private FileStream Open() => new(
        path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
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

    public override HttpContent CreateContent(TransferMeter meter) =>
        CanSend ? new UploadContent(_stream, Length, meter) { Starting = Start } : throw new UploadSourceException(Spent());

    public override Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        _stream.Position = _start;
        return HashAsync(_stream, Length!.Value, cancellationToken);
    }

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
