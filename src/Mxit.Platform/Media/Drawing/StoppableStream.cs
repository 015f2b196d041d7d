namespace Mxit.Platform.Media.Drawing;

/// <summary>
/// A stream that ends when it is told to. A decoder is native code that cannot be interrupted, but it comes back for more bytes
/// all the time, and gives up when there are none. Reading never throws, since an exception must not cross native code.
/// </summary>
internal sealed class StoppableStream(Stream inner, CancellationToken stop) : Stream
{
    /// <summary>Why reading failed, if it did.</summary>
    public Exception? Failure { get; private set; }

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
        if (stop.IsCancellationRequested || Failure is not null)
        {
            return 0;
        }

        try
        {
            return inner.Read(buffer);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            Failure = failure;
            return 0;
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => inner.Position + offset,
            _ => inner.Length + offset,
        };
        return inner.Position = Math.Clamp(target, 0, inner.Length);
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
