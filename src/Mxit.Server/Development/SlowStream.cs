namespace Mxit.Server.Development;

/// <summary>Writes to another stream, a few bytes at a time.</summary>
internal sealed class SlowStream(Stream inner, int bytesPerSecond, TimeProvider clock) : Stream
{
    private const int PartsPerSecond = 10;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = Math.Max(1, bytesPerSecond / PartsPerSecond);
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(size, buffer.Length)];
            await Task.Delay(TimeSpan.FromSeconds((double)part.Length / bytesPerSecond), clock, cancellationToken);
            await inner.WriteAsync(part, cancellationToken);
            await inner.FlushAsync(cancellationToken);
            buffer = buffer[part.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Responses are written asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
