using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

/// <summary>
/// Where acknowledgements wait for the next commit, and the one who writes them. As with messages, whoever comes first starts a
/// commit and all who come meanwhile ride the next.
/// </summary>
internal sealed partial class AcknowledgementPump : BackgroundService
{
    private const int MaxBatch = 1_000;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly IAcknowledgementLog _log;
    private readonly DeliveryNews _news;
    private readonly SpoolLimits _limits;
    private readonly Readiness _readiness;
    private readonly StorageMonitor _storage;
    private readonly TimeProvider _clock;
    private readonly ILogger<AcknowledgementPump> _logger;
    private readonly Channel<PendingAcknowledgement> _waiting;

    /// <summary>Made by the host.</summary>
    public AcknowledgementPump(
        IAcknowledgementLog log,
        DeliveryNews news,
        SpoolLimits limits,
        Readiness readiness,
        StorageMonitor storage,
        IOptions<MessageSettings> settings,
        TimeProvider clock,
        ILogger<AcknowledgementPump> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_log, _news, _limits, _readiness, _storage, _clock, _logger) =
            (log, news, limits, readiness, storage, clock, logger);
        _waiting = Channel.CreateBounded<PendingAcknowledgement>(
            new BoundedChannelOptions(settings.Value.QueueLength) { SingleReader = true });
    }

    /// <summary>
    /// Puts an acknowledgement in the queue and waits until its outcome is known. Giving up waiting does not take it back.
    /// </summary>
    public async Task<AcknowledgementOutcome> WriteAsync(Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var pending = new PendingAcknowledgement(acknowledgement);
        return _waiting.Writer.TryWrite(pending)
            ? await pending.Settled.Task.WaitAsync(cancellationToken)
            : AcknowledgementOutcome.Overloaded;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<PendingAcknowledgement>();
        try
        {
            await _readiness.WaitAsync(stoppingToken);
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                Take(batch, MaxBatch);
                await WriteAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !_readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }

        // Requests have ended before this service is stopped, so nobody is left here unless the host gave up waiting for them.
        Take(batch, int.MaxValue);
        batch.ForEach(static pending => pending.Settled.TrySetResult(AcknowledgementOutcome.NotStored));
    }

    private void Take(List<PendingAcknowledgement> batch, int atMost)
    {
        while (batch.Count < atMost && _waiting.Reader.TryRead(out var pending))
        {
            batch.Add(pending);
        }
    }

    private async Task WriteAsync(List<PendingAcknowledgement> batch, CancellationToken stoppingToken)
    {
        try
        {
            await CommitAsync(batch, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            if (_storage.Report(failure)?.IsOutage() is true)
            {
                // Each of them would fail alike, and others wait behind them.
                batch.ForEach(static pending => pending.Settled.TrySetResult(AcknowledgementOutcome.NotStored));
                return;
            }

            LogBatchFailed(failure, batch.Count);
            await WriteOneByOneAsync(batch, stoppingToken);
        }
    }

    /// <summary>
    /// After a failure: one that the database refuses must not take the others down. Repeating changes nothing.
    /// </summary>
    private async Task WriteOneByOneAsync(List<PendingAcknowledgement> batch, CancellationToken stoppingToken)
    {
        var anyStored = false;
        foreach (var pending in batch)
        {
            try
            {
                await CommitAsync([pending], stoppingToken);
                anyStored = true;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogAcknowledgementFailed(failure);
                pending.Settled.TrySetResult(AcknowledgementOutcome.NotStored);
            }
        }

        if (!anyStored)
        {
            await Task.Delay(AfterFailure, _clock, stoppingToken);
        }
    }

    private async Task CommitAsync(List<PendingAcknowledgement> batch, CancellationToken stoppingToken)
    {
        var senders = await _log.WriteAsync(batch.ConvertAll(static pending => pending.Acknowledgement), stoppingToken);
        foreach (var pending in batch)
        {
            _limits.Forget(pending.Acknowledgement.OwnerId);
            pending.Settled.TrySetResult(AcknowledgementOutcome.Stored);
        }

        _news.Publish(senders);
    }

    [LoggerMessage(LogLevel.Error, "A batch of {Count} acknowledgements could not be written; they are tried one by one.")]
    private partial void LogBatchFailed(Exception failure, int count);

    [LoggerMessage(LogLevel.Error, "An acknowledgement could not be written; its sender was told so.")]
    private partial void LogAcknowledgementFailed(Exception failure);

    private sealed record PendingAcknowledgement(Acknowledgement Acknowledgement)
    {
        public TaskCompletionSource<AcknowledgementOutcome> Settled { get; } = new(
            TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
