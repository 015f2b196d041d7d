using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mxit.Internal;

/// <summary>
/// Sends one broadcast. Only the requests and the source run concurrently; everything else runs while the results are read, so
/// nothing runs ahead of the reader. A batch enters the checkpoint before it is sent, and is done when its results were read.
/// </summary>
internal sealed class BroadcastRun(
    Func<IReadOnlyList<UserId>, MxitCallOptions, CancellationToken, Task<SendReceipt>> send,
    string messageFingerprint,
    IAsyncEnumerable<UserId> recipients,
    BroadcastOptions options,
    TimeProvider timeProvider)
{
    // How many batches per concurrent request may be done beyond the first one that is not. Limits the size of the checkpoint.
    private const int WindowFactor = 8;

    private readonly List<BroadcastAttempt> _running = [];
    private readonly Queue<BroadcastBatch> _waiting = [];
    private readonly BroadcastPace _pace = new(options.MaxConcurrency, timeProvider);
    private string _id = "";
    private BroadcastLedger _ledger = null!;
    private Task<BroadcastBatch?>? _reading;
    private int _begun;
    private bool _exhausted;
    private bool _cannotSave;
    private Exception? _failure;

    public async IAsyncEnumerable<BroadcastResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new InvalidOperationException(
                "The results of a broadcast can be read once; call again to go on from its checkpoint.");
        }

        var checkpoint = await BroadcastStart.OpenAsync(
            options, messageFingerprint, timeProvider, cancellationToken).ConfigureAwait(false);
        if (checkpoint.IsComplete)
        {
            yield break;
        }

        (_id, _ledger) = (checkpoint.BroadcastId, new BroadcastLedger(checkpoint));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = new BroadcastSource(recipients, options.BatchSize, stop.Token);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = _running.Count - 1; i >= 0; i--)
                {
                    if (_running[i] is { Answer.IsCompleted: true } ended)
                    {
                        _running.RemoveAt(i);
                        if (Judge(ended) is { } results)
                        {
                            var (sent, unknown, failed) = (0, 0, 0);
                            foreach (var result in results)
                            {
                                sent += result.Status == BroadcastStatus.Sent ? 1 : 0;
                                unknown += result.Status == BroadcastStatus.Unknown ? 1 : 0;
                                failed += result.Status == BroadcastStatus.Failed ? 1 : 0;
                                yield return result;
                            }

                            _ledger.Complete(ended.Batch, sent, unknown, failed);
                        }

                        Report();
                    }
                }

                await ReadAsync(source).ConfigureAwait(false);
                await SaveAsync(stop.Token).ConfigureAwait(false);
                Begin(stop.Token);
                if (_running.Count == 0 && _reading is null && (_failure is not null || (_exhausted && _waiting.Count == 0)))
                {
                    break;
                }

                await WaitAsync(stop.Token).ConfigureAwait(false);
            }

            if (_failure is null)
            {
                _ledger.MarkComplete();
            }

            await SaveAsync(stop.Token).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(source, stop).ConfigureAwait(false);
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>
    /// The results of the batch; <see langword="null"/> when it is retried, or when the broadcast ends with it.
    /// </summary>
    private IEnumerable<BroadcastResult>? Judge(BroadcastAttempt ended)
    {
        var (batch, answer) = (ended.Batch, ended.Answer);
        var failure = answer.IsCompletedSuccessfully ? null
            : answer.Exception?.InnerException ?? new OperationCanceledException("The request was given up.");
        if (failure is not null)
        {
            batch.MayHaveArrived |= BroadcastVerdicts.MayHaveArrived(failure);
        }

        switch (BroadcastVerdicts.Of(failure, batch.Retries < options.MaxRetries))
        {
            case BroadcastVerdict.Settled:
                if (failure is null or MxitUnknownRecipientsException)
                {
                    _pace.Succeeded();
                }

                return batch.Results(answer.IsCompletedSuccessfully ? answer.Result : null, failure);
            case BroadcastVerdict.Later:
                _pace.SlowDown(ended.Epoch, (failure as MxitApiException)?.RetryAfter);
                _waiting.Enqueue(batch);
                return null;
            case BroadcastVerdict.InUse:
                _pace.Wait((failure as MxitApiException)?.RetryAfter);
                _waiting.Enqueue(batch);
                return null;
            case BroadcastVerdict.Again:
                batch.Retries++;
                _pace.SlowDown(ended.Epoch, (failure as MxitApiException)?.RetryAfter);
                _waiting.Enqueue(batch);
                return null;
            default:
                _failure ??= failure is MxitApiException { StatusCode: HttpStatusCode.UnprocessableEntity }
                    ? new MxitException(
                        "The server has another request under the key of this batch: the message or the recipients have " +
                        "changed, or another broadcast has the same id.",
                        MxitErrorReason.BroadcastMismatch,
                        failure)
                    : failure;
                GiveUp(batch);
                return null;
        }
    }

    private void GiveUp(BroadcastBatch batch)
    {
        if (!batch.MayHaveArrived)
        {
            _ledger.Withdraw(batch);
        }
    }

    private async Task ReadAsync(BroadcastSource source)
    {
        try
        {
            while (_failure is null && !_exhausted)
            {
                if (_reading is null)
                {
                    if (_running.Count + _waiting.Count >= _pace.Limit
                        || _ledger.Ahead >= (long)options.MaxConcurrency * WindowFactor)
                    {
                        return;
                    }

                    _reading = source.ReadAsync();
                }

                if (!_reading.IsCompleted)
                {
                    return;
                }

                var read = _reading;
                _reading = null;
                if (await read.ConfigureAwait(false) is not { } batch)
                {
                    _ledger.End();
                    _exhausted = true;
                }
                else if (_ledger.Take(batch, timeProvider.GetUtcNow()))
                {
                    batch.Taken = (timeProvider.GetUtcNow() - batch.StartedAt, timeProvider.GetTimestamp());
                    _waiting.Enqueue(batch);
                }
            }
        }
#pragma warning disable CA1031 // An exception of the source ends the broadcast after the requests in flight.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            while (_waiting.TryDequeue(out var batch))
            {
                GiveUp(batch);
            }

            return;
        }

        while (_running.Count < _pace.Limit && _pace.Pause == TimeSpan.Zero && _waiting.TryDequeue(out var batch))
        {
            _running.Add(new BroadcastAttempt(batch, SendAsync(batch, cancellationToken), _pace.Epoch));
        }
    }

    private async Task<SendReceipt?> SendAsync(BroadcastBatch batch, CancellationToken cancellationToken)
    {
        if (batch.To.Count == 0)
        {
            return null;
        }

        if (batch.MayHaveArrived && batch.Taken.Age + timeProvider.GetElapsedTime(batch.Taken.Timestamp) >= options.KeyLifetime)
        {
            throw new MxitException(
                $"Batch {batch.Number} was first sent at {batch.StartedAt:u} and its answer was lost. The server may not know " +
                "its key any more, so that sending it again could deliver it twice: it was not sent again.",
                MxitErrorReason.OutcomeUnknown);
        }

        var call = new MxitCallOptions
        {
            IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"{_id}.{batch.Number}"),
            MaxRetries = 0,
        };
        return await send(batch.To, call, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var pausing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var awaited = new List<Task>(_running.Select(static attempt => attempt.Answer));
        if (_reading is not null)
        {
            awaited.Add(_reading);
        }

        if (_waiting.Count > 0 && _pace.Pause is { Ticks: > 0 } pause)
        {
            awaited.Add(Task.Delay(pause, timeProvider, pausing.Token));
        }

        if (awaited.Count > 0)
        {
            await Task.WhenAny(awaited).ConfigureAwait(false);
        }

        await pausing.CancelAsync().ConfigureAwait(false);
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (options.Checkpoints is { } store && _ledger.IsChanged)
        {
            _cannotSave = true;
            await store.SaveAsync(_ledger.Write(timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            _cannotSave = false;
        }
    }

    private async Task EndAsync(BroadcastSource source, CancellationTokenSource stop)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Select(static Task (attempt) => attempt.Answer))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_reading is not null)
        {
            await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await source.DisposeAsync().ConfigureAwait(false);
        if (!_cannotSave)
        {
            await SaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Report()
    {
        var (sent, unknown, failed) = _ledger.Counts;
        options.Progress?.Report(new BroadcastProgress
        {
            Sent = sent,
            Unknown = unknown,
            Failed = failed,
            Concurrency = _pace.Limit,
            Pause = _pace.Pause,
        });
    }
}
