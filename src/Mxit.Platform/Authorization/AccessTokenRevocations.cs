using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Knows which access tokens were revoked before their time, so that tokens in memory can be refused without a round trip.
/// Reads them every few seconds, because another process may revoke as well.
/// </summary>
public sealed partial class AccessTokenRevocations : BackgroundService
{
    // A list older than this is not relied on: a revoked token must be refused within five seconds.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4.5);

    private readonly RevokedTokenStore _store;
    private readonly Readiness _readiness;
    private readonly AuthorizationSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<AccessTokenRevocations> _logger;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile HashSet<Guid> _revoked = [];
    private long _readAt = long.MinValue;

    internal AccessTokenRevocations(
        RevokedTokenStore store,
        Readiness readiness,
        IOptions<AuthorizationSettings> settings,
        TimeProvider clock,
        ILogger<AccessTokenRevocations> logger) =>
        (_store, _readiness, _settings, _clock, _logger) = (store, readiness, settings.Value, clock, logger);

    /// <summary>The list is young enough to be relied on.</summary>
    internal bool IsFresh =>
        Interlocked.Read(ref _readAt) is var readAt and not long.MinValue && _clock.GetElapsedTime(readAt) < MaxAge;

    /// <summary>Reads the list now. It then holds everything that was revoked before the call.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var startedAt = _clock.GetTimestamp();
            _revoked = await _store.ListAsync(cancellationToken);
            Interlocked.Exchange(ref _readAt, startedAt);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    internal bool Contains(Guid tokenId) => _revoked.Contains(tokenId);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await _readiness.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(_settings.RevocationPoll, _clock);
            do
            {
                // Leaves the timer's thread: a clock that is moved by a day, as in tests, ticks thousands of times at once.
                await Task.Yield();
                try
                {
                    await RefreshAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailure(failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !_readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Revoked tokens could not be read; until they can, each token is checked in the database")]
    private partial void LogFailure(Exception failure);
}
