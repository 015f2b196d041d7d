using System.Security.Cryptography;

namespace Mxit.Platform.Media;

/// <summary>
/// Stored bytes that are held against their key while they are read from the start to the end. When they are damaged the last piece is
/// not given out, so that nobody takes them for whole. Who reads a part gets it unchecked: its bytes alone tell nothing.
/// </summary>
/// <param name="inner">The bytes; closed with this stream.</param>
/// <param name="key">The SHA-256 that they must have.</param>
/// <param name="onDamaged">Told before the exception is thrown.</param>
internal sealed class VerifiedStream(Stream inner, string key, Action onDamaged) : Stream
{
    // Of all bytes before the position; nothing when some were left out.
    private IncrementalHash? _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Check(buffer[..read], buffer.Length);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Check(buffer.Span[..read], buffer.Length);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var before = inner.Position;
        var position = inner.Seek(offset, origin);
        if (position != before)
        {
            _hash?.Dispose();
            _hash = position == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        }

        return position;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> read, int wanted)
    {
        if (_hash is null || wanted == 0)
        {
            return;
        }

        _hash.AppendData(read);
        if (read.Length > 0 && inner.Position < inner.Length)
        {
            return;
        }

        var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _hash.Dispose();
        _hash = null;
        if (found != key)
        {
            onDamaged();
            throw new MediaDamagedException(key);
        }
    }
}

/// <summary>Stored bytes are not the ones that were stored.</summary>
/// <param name="key">Where they are.</param>
internal sealed class MediaDamagedException(string key) : IOException($"The stored media {key} are damaged.");
