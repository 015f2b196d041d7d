using System.Buffers;

namespace Mxit.Server.Development;

/// <summary>The first 64 KiB of a body. Thread-safe.</summary>
internal sealed class CapturedBody
{
    private const int MaxBytes = 65_536;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _total;

    /// <summary>What was kept, and how many bytes there were.</summary>
    public (byte[] Bytes, long Total) Read()
    {
        lock (_gate)
        {
            return (_bytes.WrittenSpan.ToArray(), _total);
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _total += bytes.Length;
            _bytes.Write(bytes[..Math.Min(bytes.Length, MaxBytes - _bytes.WrittenCount)]);
        }
    }
}

/// <summary>Passes everything on to another stream and captures it. What is written is captured before it is sent.</summary>
internal sealed class CapturingStream(Stream inner, CapturedBody captured) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        captured.Add(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        captured.Add(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        captured.Add(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        captured.Add(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
