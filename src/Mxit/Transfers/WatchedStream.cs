namespace Mxit.Internal;

/// <summary>
/// Reads a stream that must not stay silent for too long and must not end too soon, with the failures that callers of this
/// library know.
/// </summary>
internal sealed class WatchedStream(Stream inner, Uri address, TimeSpan longestSilence, TimeProvider timeProvider) : ReadOnceStream
{
    private long _received;
    private Exception? _failure;

    /// <summary>How many bytes were announced; <see langword="null"/> when it is not known.</summary>
    public long? Announced { get; init; }

    /// <summary>What is to be disposed of together with the stream.</summary>
    public IDisposable? Owner { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The streams of HTTP clients go on after that, or look like an empty answer.
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
