using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Knows which access tokens were revoked before their time, so that tokens in memory can be refused without a round trip.
/// Reads them every few seconds, because another process may revoke as well.
/// </summary>
internal sealed partial class AccessTokenRevocations : PeriodicWork
{
    // A list older than this is not relied on: a revoked token must be refused within five seconds.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4.5);

    private readonly RevokedTokenStore _store;
    private readonly ILogger<AccessTokenRevocations> _logger;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile HashSet<Guid> _revoked = [];
    private long _readAt = long.MinValue;

    internal AccessTokenRevocations(
        RevokedTokenStore store,
        Readiness readiness,
        StorageMonitor storage,
        IOptions<AuthorizationSettings> settings,
        TimeProvider clock,
        ILogger<AccessTokenRevocations> logger)
        : base(readiness, storage, settings.Value.RevocationPoll, clock, startsAtOnce: true) =>
        (_store, _logger) = (store, logger);

    /// <summary>The list is young enough to be relied on.</summary>
    internal bool IsFresh =>
        Interlocked.Read(ref _readAt) is var readAt and not long.MinValue && Clock.GetElapsedTime(readAt) < MaxAge;

    /// <summary>Reads the list now. It then holds everything that was revoked before the call.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var startedAt = Clock.GetTimestamp();
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
    protected override Task WorkAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Warning, "Revoked tokens could not be read; until they can, each token is checked in the database")]
    private partial void LogFailure(Exception failure);
}
