namespace Mxit.Tests.Support;

/// <summary>A stream that can only be read forward, like the body of a request; says whether it was disposed of.</summary>
internal sealed class OneWayStream(byte[] content) : MemoryStream(content)
{
    public bool Disposed { get; private set; }

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
