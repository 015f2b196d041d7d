using Microsoft.Win32.SafeHandles;

namespace Mxit.Internal;

/// <summary>Reads the content of an upload from any offset, also for concurrent requests.</summary>
internal interface IUploadReader
{
    /// <summary>Reads from an offset; 0 at the end.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}

/// <summary>Reads a file. Its handle has no current position.</summary>
internal sealed class FileReader(FileStream file) : IUploadReader
{
    private readonly SafeFileHandle _handle = file.SafeFileHandle;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken);
}

/// <summary>Reads a seekable stream of the caller. It has one position, so reads wait for each other.</summary>
#pragma warning disable CA1001 // Needs no disposal, because its wait handle is not used.
internal sealed class SeekingReader(Stream stream, long start) : IUploadReader
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (stream.Position != start + offset)
            {
                stream.Position = start + offset;
            }

            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>Reads a stream once. A second request fails, instead of sending the rest as the whole.</summary>
internal sealed class OneWayReader(Stream stream) : IUploadReader
{
    private long _next;

    /// <summary>A request has used it.</summary>
    public bool HasStarted { get; private set; }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset != _next || (offset == 0 && HasStarted))
        {
            throw new MxitException(
                "The HTTP client, or a handler in it, had to send the upload again, but the stream cannot be read a second " +
                "time. Call again with a new stream; under the same idempotency key nothing is done twice.",
                MxitErrorReason.StreamConsumed);
        }

        HasStarted = true;
        var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _next += read;
        return read;
    }
}
