using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Profiles;

/// <summary>
/// Writes down when people were last connected: when their last stream ends, and now and then while they are, so that a crash
/// loses little. Whoever asks is told "now" about people who are connected, so what is written about them is not news: only
/// the end is.
/// </summary>
internal sealed partial class PresenceRecorder : BackgroundService
{
    // So few that other writers do not wait long.
    private const int BatchSize = 500;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly ProfileStore _store;
    private readonly PersonDirectory _people;
    private readonly MessageNews _news;
    private readonly Readiness _readiness;
    private readonly StorageMonitor _storage;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger<PresenceRecorder> _logger;
    private readonly ConcurrentDictionary<string, DateTime> _gone = new(StringComparer.Ordinal);
    private readonly Signal _someoneWent = new();

    public PresenceRecorder(
        ProfileStore store,
        PersonDirectory people,
        MessageNews news,
        Readiness readiness,
        StorageMonitor storage,
        IOptions<ProfileSettings> settings,
        TimeProvider clock,
        ILogger<PresenceRecorder> logger)
    {
        (_store, _people, _news, _readiness, _storage, _clock, _logger) =
            (store, people, news, readiness, storage, clock, logger);
        _interval = settings.Value.PresenceInterval;
        news.WentOffline += NoteGone;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The host has ended all requests by now, and with them the streams.
        await base.StopAsync(cancellationToken);
        if (_readiness.IsReady)
        {
            await TryAsync(WriteGoneAsync, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _news.WentOffline -= NoteGone;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await _readiness.WaitAsync(stoppingToken);
            var nextUtc = _clock.GetUtcNow() + _interval;
            var works = true;
            while (true)
            {
                var pause = nextUtc - _clock.GetUtcNow();
                pause = works || pause < AfterFailure ? pause : AfterFailure;
                if (pause > TimeSpan.Zero)
                {
                    await _someoneWent.WaitAsync(pause, _clock, stoppingToken);
                }

                await _storage.WaitUntilUsableAsync(stoppingToken);
                works = await TryAsync(WriteGoneAsync, stoppingToken);
                if (_clock.GetUtcNow() >= nextUtc)
                {
                    works &= await TryAsync(WriteOnlineAsync, stoppingToken);
                    nextUtc = _clock.GetUtcNow() + _interval;
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !_readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    private void NoteGone(string userId)
    {
        _gone[userId] = _clock.GetStoredUtcNow();
        _someoneWent.Set();
    }

    private async Task WriteGoneAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _gone.ToArray().Chunk(BatchSize))
        {
            // Together they went within the time of one write, so one moment is true enough for all.
            var lastUtc = batch.Max(person => person.Value);
            var userIds = Array.ConvertAll(batch, person => person.Key);
            await _store.SetLastOnlineAsync(userIds, lastUtc, _clock.GetStoredUtcNow(), cancellationToken);
            foreach (var person in batch)
            {
                _people.Forget(person.Key);

                // Unless the person has come and gone again meanwhile.
                _gone.TryRemove(person);
            }
        }
    }

    private async Task WriteOnlineAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _news.ListOnline().Chunk(BatchSize))
        {
            await _store.SetLastOnlineAsync(batch, _clock.GetStoredUtcNow(), changedUtc: null, cancellationToken);
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (_storage.Report(failure) is null)
            {
                LogFailure(failure);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "When people were last connected could not be written; this is tried again")]
    private partial void LogFailure(Exception failure);
}
