using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Mxit.Server.Http;

/// <summary>
/// The body of a request that comes in chunks. Kestrel reports some sizes that cannot be as a failure of input and output, which
/// they are not.
/// </summary>
internal sealed class ChunkedBody(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException and not ConnectionResetException)
        {
            throw new BadHttpRequestException("The size of a chunk cannot be.", StatusCodes.Status400BadRequest, fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
