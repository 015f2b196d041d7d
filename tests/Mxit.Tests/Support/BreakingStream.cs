namespace Mxit.Tests.Support;

/// <summary>The body of an answer whose connection breaks after the data.</summary>
internal sealed class BreakingStream(byte[] data) : MemoryStream(data)
{
    public override bool CanSeek => false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("cut off");
}
