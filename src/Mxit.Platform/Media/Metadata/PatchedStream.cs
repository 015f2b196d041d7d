namespace Mxit.Platform.Media.Metadata;

/// <summary>A file as it reads with patches in it. Nothing of it is held in memory, and nothing in it has moved.</summary>
/// <param name="inner">The file; closed together with this.</param>
/// <param name="patches">By their offset, none over another.</param>
internal sealed class PatchedStream(Stream inner, IReadOnlyList<Patch> patches) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var offset = inner.Position;
        var read = inner.Read(buffer);
        Patch.Apply(patches, buffer[..read], offset);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var offset = inner.Position;
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Patch.Apply(patches, buffer.Span[..read], offset);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
