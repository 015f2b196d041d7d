using System.Buffers;
using System.Security.Cryptography;

namespace Mxit.Internal;

/// <summary>The source of the bytes of an upload.</summary>
internal abstract class UploadSource
{
    /// <summary>The length in bytes; <see langword="null"/> when it is unknown before they are read.</summary>
    public abstract long? Length { get; }

    /// <summary>The bytes can be sent once more.</summary>
    public virtual bool CanSend => true;

    /// <summary>The bytes can be sent any number of times.</summary>
    public virtual bool CanRepeat => true;

    /// <exception cref="UploadSourceException">The bytes cannot be read.</exception>
    public abstract HttpContent CreateContent(TransferMeter meter);

    /// <summary>Reads all bytes for their SHA-256; requires <see cref="CanRepeat"/>.</summary>
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

/// <summary>A file, opened for each attempt.</summary>
internal sealed class FileSource(string path) : UploadSource
{
    // A pipe cannot be opened a second time.
    private bool _isSpent;

    // Read when the file is opened, because it can change before.
    public override long? Length => null;

    public override bool CanSend => !_isSpent;

    public override bool CanRepeat => !_isSpent;

    public override HttpContent CreateContent(TransferMeter meter)
    {
        try
        {
            var file = Open();
            _isSpent = !file.CanSeek;
            return file.CanSeek
                ? new UploadContent(new FileReader(file), file.Length, meter) { Owned = file }
                : new UploadContent(new OneWayReader(file), length: null, meter) { Owned = file };
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

/// <summary>A seekable stream; the caller disposes it.</summary>
internal sealed class SeekingSource(Stream stream, long? length) : UploadSource
{
    private readonly long _start = stream.Position;
    private readonly SeekingReader _reader = new(stream, stream.Position);

    public override long? Length { get; } = length ?? Math.Max(0, stream.Length - stream.Position);

    public override HttpContent CreateContent(TransferMeter meter) => new UploadContent(_reader, Length, meter);

    public override Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        stream.Position = _start;
        return HashAsync(stream, Length!.Value, cancellationToken);
    }
}

/// <summary>A stream that can be read once; the caller disposes it.</summary>
internal sealed class OneWaySource(Stream stream, long? length) : UploadSource
{
    private readonly OneWayReader _reader = new(stream);

    public override long? Length => length;

    public override bool CanSend => !_reader.HasStarted;

    public override bool CanRepeat => false;

    public override HttpContent CreateContent(TransferMeter meter) => CanSend
        ? new UploadContent(_reader, length, meter)
        : throw new UploadSourceException(
            new InvalidOperationException("The stream of this upload was sent before and cannot be read a second time."));

    public override Task<byte[]> HashAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A stream that can be read once is not read to hash it.");
}
