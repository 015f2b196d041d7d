namespace Mxit.Internal;

/// <summary>
/// Reads a stream that must not stay silent for too long and must not end too soon, with the failures that callers of this
/// library know.
/// </summary>
internal sealed class WatchedStream(Stream inner, TimeSpan longestSilence, TimeProvider timeProvider) : Stream
{
    private long _received;
    private bool _disposed;

    /// <summary>How many bytes were announced; <see langword="null"/> when it is not known.</summary>
    public long? Announced { get; init; }

    /// <summary>What is to be disposed of together with the stream.</summary>
    public IDisposable? Owner { get; init; }

    public override bool CanRead => !_disposed;

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
        // The streams of HTTP clients go on after that, or look like an empty answer.
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var deadline = new Deadline(longestSilence, timeProvider, cancellationToken);
        try
        {
            var read = await inner.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
            _received += read;
            return read > 0 || buffer.IsEmpty || Announced is not { } announced || _received >= announced
                ? read
                : throw new MxitConnectionException($"The answer ended after {_received} of {announced} bytes.");
        }
        catch (Exception failure) when (deadline.Translate(failure) is { } translated)
        {
            throw translated;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // For decoders that know no other way. A plain read of the connection would wait for a silent server for ever.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            inner.Dispose();
            Owner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
