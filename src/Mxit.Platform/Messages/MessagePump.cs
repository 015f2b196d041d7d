using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Messages;

/// <summary>
/// Writes what waits in the queue to the log, and moves messages from the log to inboxes. Commits are shared without a
/// timer: whoever comes first starts one, all who come meanwhile ride the next.
/// </summary>
internal sealed partial class MessagePump(
    IMessageLog log,
    MessageQueue queue,
    MessageNews news,
    DeliveryNews deliveries,
    Readiness readiness,
    StorageMonitor storage,
    IOptions<MessageSettings> settings,
    TimeProvider clock,
    ILogger<MessagePump> logger) : BackgroundService, IAsyncDisposable
{
    // Other processes append too, and this one does not hear of it.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(5);

    private readonly Signal _appended = new();
    private readonly DispatchBackoff _dispatching = new(readiness, clock, logger);

    /// <summary>Ends what runs: a host that is disposed without a stop closes its database next.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.WaitAsync(stoppingToken);
        }
        catch (InvalidOperationException)
        {
            // The database did not get ready; whoever found out has reported it and stops the host.
            return;
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was ready.
            return;
        }

        var loops = Enumerable.Range(0, log.Writers).Select(_ => log.RunWriterAsync(RunWriterAsync, stoppingToken));
        if (!log.WriterDispatches)
        {
            loops = loops.Append(Task.Run(() => RunDispatcherAsync(stoppingToken), CancellationToken.None));
        }

        await Task.WhenAll(loops);
    }

    private async Task RunWriterAsync(CancellationToken stoppingToken)
    {
        await using var writer = new ReopenedWriter(async stop => await log.OpenWriterAsync(stop));
        var batch = new List<PendingMessage>();
        var moreToDispatch = log.WriterDispatches;
        var dispatchLimit = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitForWorkAsync(moreToDispatch, stoppingToken);
                batch.Clear();
                queue.Take(batch, settings.Value.MaxAppendBatch);

                // After a failure in two transactions: what keeps the dispatcher from its work keeps no sender out.
                var dispatchesApart = log.WriterDispatches && _dispatching.IsFailing;
                dispatchLimit = dispatchesApart ? 0 : DispatchLimit(batch.Count, dispatchLimit);
                if (batch.Count > 0 || dispatchLimit > 0)
                {
                    var result = await writer.WriteAsync(batch, dispatchLimit, stoppingToken);
                    Settle(batch, result);
                    moreToDispatch = result.MoreToDispatch;
                }

                if (dispatchesApart)
                {
                    batch.Clear();
                    moreToDispatch = await TryDispatchAsync(writer, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                var isOutage = storage.Report(failure) is not null;
                await writer.CloseAsync();
                if (batch.Count > 0)
                {
                    if (!isOutage)
                    {
                        LogWriteFailed(failure, batch.Count);
                    }

                    await WriteOneByOneAsync(writer, batch, stoppingToken);
                }

                // It may have been the messages. If it was the dispatch, this shows when it is tried apart.
                if (log.WriterDispatches && !_dispatching.IsFailing)
                {
                    _dispatching.Suspect();
                }

                moreToDispatch = log.WriterDispatches;
            }
        }

        Abandon(batch);
    }

    private async Task WaitForWorkAsync(bool moreToDispatch, CancellationToken stoppingToken)
    {
        if (!moreToDispatch)
        {
            await queue.WaitAsync(stoppingToken);
        }
        else if (_dispatching.Pause is var pause && pause > TimeSpan.Zero)
        {
            using var due = new CancellationTokenSource(pause, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, due.Token);
            try
            {
                await queue.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // Nobody has come, and it is time to try again.
            }
        }
    }

    /// <summary>Dispatches by itself, if it is time to try it again.</summary>
    /// <returns>There is more to dispatch.</returns>
    private async Task<bool> TryDispatchAsync(ReopenedWriter writer, CancellationToken stoppingToken)
    {
        if (_dispatching.Pause > TimeSpan.Zero)
        {
            return true;
        }

        try
        {
            var result = await writer.WriteAsync([], settings.Value.DispatchBatch, stoppingToken);
            Settle([], result);
            _dispatching.Succeed();
            return result.MoreToDispatch;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            _dispatching.Fail(failure, isTold: storage.Report(failure) is not null);
            await writer.CloseAsync();
            return true;
        }
    }

    // Those who wait for a response, and those who come while a transaction runs, do not wait until everybody's inbox is written.
    // A transaction that accepts takes little from the log, but a quarter more entries than it accepts messages, so that the
    // dispatcher catches up with messages for one person each, however many come at once: as long as something is left over,
    // transactions follow each other without a pause in which more senders could gather for the next. While nobody comes, each
    // takes twice as much as the one before. And the further the dispatcher is behind, the more it takes: senders are slowed down
    // before they have to be turned away.
    private int DispatchLimit(int accepting, int last)
    {
        if (!log.WriterDispatches)
        {
            return 0;
        }

        var most = settings.Value.DispatchBatch;
        var wanted = accepting > 0 ? accepting + (accepting / 4) : 2 * last;
        var limit = Math.Min(most, Math.Max(settings.Value.DispatchBatchWhileAccepting, wanted));
        var behind = Math.Clamp((2 * queue.Backlog) - 1, 0, 1);
        return limit + (int)(behind * (most - limit));
    }

    /// <summary>
    /// After a failure: one message that the database refuses must not take the others down, nor must a failing dispatch.
    /// The outcome of the failed batch may be unknown; appending again what is there already changes nothing.
    /// </summary>
    private async Task WriteOneByOneAsync(ReopenedWriter writer, List<PendingMessage> batch, CancellationToken stoppingToken)
    {
        StorageFailure? found = null;
        foreach (var message in batch)
        {
            // Without the database each would fail alike, and others wait behind them.
            if (found?.IsOutage() is true)
            {
                queue.Settle(message, AppendOutcome.Failed);
                continue;
            }

            try
            {
                Settle([message], await writer.WriteAsync([message], 0, stoppingToken));
            }
            catch (Exception failure)
            {
                found = storage.Report(failure);
                if (found is null)
                {
                    LogAppendFailed(failure, message.Id);
                }

                await writer.CloseAsync();
                queue.Settle(message, AppendOutcome.Failed);
            }
        }

        batch.Clear();
    }

    private async Task RunDispatcherAsync(CancellationToken stoppingToken)
    {
        await using var writer = new ReopenedWriter(log.OpenDispatcherAsync);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await writer.TryOpenAsync(stoppingToken))
                {
                    var begun = Stopwatch.GetTimestamp();
                    var result = await writer.WriteAsync([], settings.Value.DispatchBatch, stoppingToken);
                    Settle([], result);
                    _dispatching.Succeed();
                    if (result.MoreToDispatch)
                    {
                        continue;
                    }

                    await RestAsync(Stopwatch.GetElapsedTime(begun), stoppingToken);
                }
                else
                {
                    _dispatching.Succeed();
                    queue.DispatchedElsewhere();
                }

                await _appended.WaitAsync(LookAnyway, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                _dispatching.Fail(failure, isTold: storage.Report(failure) is not null);
                await writer.CloseAsync();
                await PauseAsync(_dispatching.Pause, stoppingToken);
            }
        }
    }

    // As long as it worked: beside those who accept, who are waited for, a transaction for each message would take half of the
    // processor and of the disk. What comes meanwhile shares the next one. This is time of the machine, whatever the clock of the
    // server says.
    private static Task RestAsync(TimeSpan worked, CancellationToken stoppingToken) =>
        Task.Delay(worked < LongestRest ? worked : LongestRest, TimeProvider.System, stoppingToken);

    private void Settle(List<PendingMessage> batch, WriteResult result)
    {
        foreach (var message in batch)
        {
            queue.Settle(message, message.IsRepeat ? AppendOutcome.Repeat : AppendOutcome.Appended);
        }

        if (batch.Count > 0)
        {
            _appended.Set();
        }

        queue.Dispatched(result.DispatchedRecipients);
        news.Publish(result.NewsFor);
        deliveries.Publish(result.FailuresFor);
    }

    // Requests have ended before this service is stopped, so nobody is left here unless the host gave up waiting for them.
    private void Abandon(List<PendingMessage> batch)
    {
        queue.Take(batch, int.MaxValue);
        batch.ForEach(message => queue.Settle(message, AppendOutcome.Failed));
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(pause, clock, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it too.
        }
    }

    [LoggerMessage(LogLevel.Error, "A batch of {Count} messages could not be written; they are tried one by one.")]
    private partial void LogWriteFailed(Exception failure, int count);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} could not be written; its sender was told so.")]
    private partial void LogAppendFailed(Exception failure, Guid messageId);

    /// <summary>A writer that is opened when it is needed, and anew after a failure.</summary>
    private sealed class ReopenedWriter(Func<CancellationToken, Task<IMessageWriter?>> open) : IAsyncDisposable
    {
        private IMessageWriter? _writer;

        public async Task<bool> TryOpenAsync(CancellationToken cancellationToken) =>
            (_writer ??= await open(cancellationToken)) is not null;

        public async Task<WriteResult> WriteAsync(
            List<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken)
        {
            _writer ??= await open(cancellationToken) ?? throw new InvalidOperationException("No writer could be opened.");
            return await _writer.WriteAsync(appends, dispatchLimit, cancellationToken);
        }

        public async Task CloseAsync()
        {
            var writer = _writer;
            _writer = null;
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }

        public ValueTask DisposeAsync() => new(CloseAsync());
    }
}
