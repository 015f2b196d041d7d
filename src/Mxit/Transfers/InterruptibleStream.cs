namespace Mxit.Internal;

/// <summary>
/// The content of a download. A cancelled read only stops waiting: the next read gets the bytes. The inner read is not cancelled,
/// because HTTP clients close the connection then.
/// </summary>
internal sealed class InterruptibleStream : ReadOnceStream
{
    private const int MostBufferBytes = 64 * 1024;

    private readonly Stream _inner;
    private readonly CancellationToken _clientDisposed;
    private readonly CancellationTokenSource _end;
    private readonly byte[] _buffer;
    private Task<int>? _reading;
    private int _start;
    private int _count;
    private bool _ended;

    /// <param name="inner">The inner stream, disposed together with this one.</param>
    /// <param name="length">Its length, if known.</param>
    /// <param name="clientDisposed">Cancels the reading.</param>
    public InterruptibleStream(Stream inner, long? length, CancellationToken clientDisposed)
    {
        (_inner, _clientDisposed) = (inner, clientDisposed);
        _end = CancellationTokenSource.CreateLinkedTokenSource(clientDisposed);
        _buffer = new byte[Math.Clamp(length ?? MostBufferBytes, 1, MostBufferBytes)];
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty || _ended)
        {
            return 0;
        }

        if (_count == 0)
        {
            (_start, _count) = (0, await ReadInnerAsync(cancellationToken).ConfigureAwait(false));
            if (_count == 0)
            {
                _ended = true;
                _end.Dispose();
                return 0;
            }
        }

        var taken = Math.Min(buffer.Length, _count);
        _buffer.AsMemory(_start, taken).CopyTo(buffer);
        (_start, _count) = (_start + taken, _count - taken);
        return taken;
    }

    protected override void Release()
    {
        if (_reading is not { } reading)
        {
            _inner.Dispose();
            _end.Dispose();
            return;
        }

        // Disposing the stream of a connection during a read could leave its rest to the next response.
        _end.Cancel();
        _ = reading.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _inner.Dispose();
                _end.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async ValueTask<int> ReadInnerAsync(CancellationToken cancellationToken)
    {
        if (_reading is null)
        {
            var reading = _inner.ReadAsync(_buffer, _end.Token);
            if (reading.IsCompletedSuccessfully)
            {
                return reading.Result;
            }

            _reading = reading.AsTask();
        }

        try
        {
            var read = await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            _reading = null;
            return read;
        }
        catch (OperationCanceledException cancelled) when (
            cancellationToken.CanBeCanceled && cancelled.CancellationToken == cancellationToken)
        {
            throw;
        }
        catch
        {
            ThrowIfDisposed();
            _reading = null;
            throw;
        }
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(_clientDisposed.IsCancellationRequested, typeof(MxitClient));
    }
}
