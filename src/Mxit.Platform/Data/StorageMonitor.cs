using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mxit.Platform.Data;

/// <summary>
/// Logs failures of the database from whoever meets one, says once what is wrong, and finds out when the database can be used
/// again. Until then the server is not ready.
/// </summary>
internal sealed partial class StorageMonitor : BackgroundService
{
    private const string DatabasePart = "database";

    // Whoever asks for health waits for the response.
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    // A failure that comes and goes is not told each time.
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    // A probe does not look at all that is stored, so it is believed only where nobody has met the damage for a while.
    private static readonly TimeSpan DamageLasts = TimeSpan.FromMinutes(1);

    private readonly IDatabase _database;
    private readonly StorageFailures _failures;
    private readonly IReadOnlyList<IStoragePart> _parts;
    private readonly Readiness _readiness;
    private readonly TimeProvider _clock;
    private readonly ILogger<StorageMonitor> _logger;
    private readonly Lock _lock = new();
    private readonly Signal _failed = new();
    private readonly Dictionary<StorageFailure, long> _toldAt = [];
    private Task<StorageFailure?>? _probe;
    private TaskCompletionSource _works = Completed();
    private StorageFailure? _outage;
    private long _failedAt;
    private int _reports;
    private bool _isTold;

    internal StorageMonitor(
        IDatabase database, IEnumerable<IStoragePart> parts, Readiness readiness, TimeProvider clock,
        ILogger<StorageMonitor> logger)
    {
        (_database, _readiness, _clock, _logger) = (database, readiness, clock, logger);
        _failures = new StorageFailures(database);
        _parts = [.. parts];
    }

    /// <summary>What is wrong now; <see langword="null"/> when nothing is.</summary>
    public StorageFailure? Outage
    {
        get
        {
            lock (_lock)
            {
                return _outage;
            }
        }
    }

    /// <summary>Learns of an exception.</summary>
    /// <returns>The failure that it tells of; <see langword="null"/> when it is none of the database or of files.</returns>
    public StorageFailure? Report(Exception exception)
    {
        if (_failures.FindOrNull(exception) is not { } failure)
        {
            return null;
        }

        LogEach(exception, failure);
        if (failure.IsOutage())
        {
            Fail(failure, exception);
        }
        else if (IsToBeTold(failure))
        {
            LogFailure(exception, failure.Describe());
        }

        return failure;
    }

    /// <summary>Finds out now whether all can be used, and waits a few seconds for the response at most.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var outage = Outage;
        if (outage == StorageFailure.Damaged && _clock.GetElapsedTime(Interlocked.Read(ref _failedAt)) < DamageLasts)
        {
            return;
        }

        var reports = Volatile.Read(ref _reports);
        try
        {
            // In real time: what is waited for is another process, or a disk.
            var found = await ProbeAsync(outage is not null).WaitAsync(ProbeLimit, TimeProvider.System, cancellationToken);
            if (found?.IsOutage() is true)
            {
                Fail(found.Value, null);
            }
            else if (found is null)
            {
                Recover(reports);
            }
        }
        catch (TimeoutException late)
        {
            Fail(StorageFailure.Unavailable, late);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(_failures.FindOrNull(failure) is { } found && found.IsOutage() ? found : StorageFailure.Unavailable, failure);
        }
    }

    /// <summary>Ends when nothing is wrong with the database.</summary>
    public Task WaitUntilUsableAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _works.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _failed.WaitAsync(Timeout.InfiniteTimeSpan, _clock, stoppingToken);
                while (Outage is not null)
                {
                    await Task.Delay(ProbeEvery, _clock, stoppingToken);
                    await CheckAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    // One at a time, also where the one before hangs in the file system and learns of no cancellation.
    private Task<StorageFailure?> ProbeAsync(bool forWriting)
    {
        lock (_lock)
        {
            if (_probe is null || _probe.IsCompleted)
            {
                _probe = Task.Run(async () =>
                {
                    CheckParts();
                    using var limit = new CancellationTokenSource(ProbeLimit, TimeProvider.System);
                    return await _database.ProbeAsync(forWriting, limit.Token);
                });
            }

            return _probe;
        }
    }

    private void CheckParts()
    {
        foreach (var part in _parts)
        {
            if (part.FindFailureOrNull() is { } failure)
            {
                _readiness.ReportFault(part.Name, failure.Describe());
            }
            else
            {
                _readiness.Recover(part.Name);
            }
        }
    }

    private void Fail(StorageFailure failure, Exception? exception)
    {
        Interlocked.Increment(ref _reports);
        Interlocked.Exchange(ref _failedAt, _clock.GetTimestamp());
        bool isNew;
        lock (_lock)
        {
            isNew = _outage != failure;
            _outage = failure;
            if (_works.Task.IsCompleted)
            {
                _works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _readiness.ReportFault(DatabasePart, failure.Describe());
        }

        if (isNew && IsToBeTold(failure))
        {
            _isTold = true;
            LogOutage(exception, failure.Describe());
        }

        _failed.Set();
    }

    // Unless another failure was met meanwhile.
    private void Recover(int reports)
    {
        lock (_lock)
        {
            if (_outage is null || reports != Volatile.Read(ref _reports))
            {
                return;
            }

            _outage = null;
            _readiness.Recover(DatabasePart);
            _works.TrySetResult();
        }

        if (_isTold)
        {
            _isTold = false;
            LogUsable();
        }
    }

    private bool IsToBeTold(StorageFailure failure)
    {
        lock (_lock)
        {
            var isDue = !_toldAt.TryGetValue(failure, out var last) || _clock.GetElapsedTime(last) >= TellEvery;
            if (isDue)
            {
                _toldAt[failure] = _clock.GetTimestamp();
            }

            return isDue;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Reason} Requests that need it are refused until it can be used again.")]
    private partial void LogOutage(Exception? exception, string reason);

    [LoggerMessage(LogLevel.Warning, "{Reason} Requests that needed more were refused; this is told once a minute.")]
    private partial void LogFailure(Exception exception, string reason);

    [LoggerMessage(LogLevel.Debug, "Something could not be stored or read: {Failure}")]
    private partial void LogEach(Exception exception, StorageFailure failure);

    [LoggerMessage(LogLevel.Information, "The database can be used again.")]
    private partial void LogUsable();
}
