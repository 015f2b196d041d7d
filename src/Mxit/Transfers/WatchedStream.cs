namespace Mxit.Internal;

/// <summary>
/// Reads a stream with a time-out for each read, and detects a stream that ends too early. Errors become exceptions of this
/// library.
/// </summary>
internal sealed class WatchedStream(Stream inner, Uri address, TimeSpan longestSilence, TimeProvider timeProvider)
    : ReadOnceStream
{
    private long _received;
    private Exception? _failure;

    /// <summary>The announced length; <see langword="null"/> when it is unknown.</summary>
    public long? Announced { get; init; }

    /// <summary>Disposed together with the stream.</summary>
    public IDisposable? Owner { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Streams of HTTP clients continue after disposal, or look empty.
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }

        using var deadline = new Deadline(address, longestSilence, timeProvider, cancellationToken);
        try
        {
            var read = await inner.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
            _received += read;
            return read > 0 || buffer.IsEmpty || Announced is not { } announced || _received >= announced
                ? read
                : throw ConnectionErrors.EndedEarly(address, _received, announced);
        }
        catch (Exception failure) when ((failure as MxitException ?? deadline.Translate(failure)) is { } translated)
        {
            throw _failure = translated;
        }
    }

    protected override void Release()
    {
        inner.Dispose();
        Owner?.Dispose();
    }
}
