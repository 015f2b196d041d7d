namespace Mxit.Tests.Support;

/// <summary>Gives at most so many bytes at a time.</summary>
internal sealed class PiecesStream(byte[] content, int most) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}
