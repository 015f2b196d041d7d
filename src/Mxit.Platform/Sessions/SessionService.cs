using System.Data.Common;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.SignIn;

namespace Mxit.Platform.Sessions;

/// <summary>
/// When sessions begin and end. Each request of a session asks, so what was read is remembered for a moment; what ends here is
/// forgotten at once, and what another process ends within seconds.
/// </summary>
internal sealed partial class SessionService : IAccessEnder
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxTouchInterval = TimeSpan.FromMinutes(5);

    private readonly SessionStore _store;
    private readonly SignInSettings _settings;
    private readonly SecurityEvents _events;
    private readonly TimeProvider _clock;
    private readonly ILogger<SessionService> _logger;
    private readonly GenerationCache<Entry> _known = new(20_000);
    private long _ended;

    internal SessionService(
        SessionStore store,
        IOptions<SignInSettings> settings,
        SecurityEvents events,
        TimeProvider clock,
        ILogger<SessionService> logger) =>
        (_store, _settings, _events, _clock, _logger) = (store, settings.Value, events, clock, logger);

    /// <summary>The sessions of a person, the one used last first.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="session">The session that asks.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<SessionInfo>> ListAsync(
        string userId, ClaimsPrincipal? session, CancellationToken cancellationToken)
    {
        var current = HashOrNull(session);
        var rows = await _store.ListAsync(userId, _clock.GetStoredUtcNow(), cancellationToken);
        return rows.ConvertAll(row => new SessionInfo(
            row.Id, row.Browser, row.Address, row.StartedUtc, row.UsedUtc, row.Hash == current));
    }

    /// <summary>Ends one session of a person; nothing happens when it is not one of theirs.</summary>
    public async Task EndAsync(string userId, Guid id, CancellationToken cancellationToken)
    {
        var hashes = await _store.DeleteAsync(userId, id, cancellationToken);
        Forget(hashes);
        if (hashes.Count > 0)
        {
            _events.SessionEnded(userId);
        }
    }

    /// <inheritdoc/>
    public async Task EndAccessAsync(string userId, CancellationToken cancellationToken) =>
        Forget(await _store.DeleteAsync(userId, id: null, cancellationToken));

    /// <summary>Begins a session.</summary>
    /// <returns>What its cookie holds.</returns>
    internal async Task<string> BeginAsync(Person person, string browser, string address, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var now = _clock.GetStoredUtcNow();
        await _store.AddAsync(
            new StoredSession
            {
                Id = Guid.CreateVersion7(_clock.GetUtcNow()),
                Hash = Hash(secret),
                UserId = person.UserId,
                SecurityStamp = person.SecurityStamp,
                Browser = Clean(browser),
                Address = address,
                StartedUtc = now,
                UsedUtc = now,
                EndsUtc = EndOf(now, now),
            },
            cancellationToken);
        return secret;
    }

    /// <summary>Ends the session of a principal, if it has one.</summary>
    internal async Task EndAsync(ClaimsPrincipal? session, CancellationToken cancellationToken)
    {
        if (HashOrNull(session) is { } hash && await _store.FindOrNullAsync(hash, cancellationToken) is { } row)
        {
            await EndAsync(row.UserId, row.Id, cancellationToken);
        }
    }

    /// <summary>Whether the session goes on. Asking does not use it.</summary>
    internal async ValueTask<bool> IsOpenAsync(ClaimsPrincipal? session, CancellationToken cancellationToken) =>
        await FindOrNullAsync(session, cancellationToken) is not null;

    /// <summary>Whether the session goes on; if so, it is used.</summary>
    internal async ValueTask<bool> UseAsync(ClaimsPrincipal? session, CancellationToken cancellationToken)
    {
        if (await FindOrNullAsync(session, cancellationToken) is not { } entry)
        {
            return false;
        }

        var now = _clock.GetStoredUtcNow();
        if (now - entry.UsedUtc >= TouchInterval && entry.TryTouch())
        {
            await TouchAsync(HashOrNull(session)!, entry, now, cancellationToken);
        }

        return true;
    }

    /// <summary>Deletes what has ended by itself.</summary>
    internal Task<int> DeleteEndedAsync(CancellationToken cancellationToken) =>
        _store.DeleteEndedAsync(_clock.GetStoredUtcNow(), cancellationToken);

    private TimeSpan TouchInterval =>
        _settings.SessionIdleTime / 10 < MaxTouchInterval ? _settings.SessionIdleTime / 10 : MaxTouchInterval;

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));

    private static string? HashOrNull(ClaimsPrincipal? session) =>
        session?.FindFirst(PersonSession.SecretClaim)?.Value is { } secret ? Hash(secret) : null;

    // Comes from outside, and is shown.
    private static string Clean(string browser)
    {
        var text = new string([.. browser.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))]);
        return text[..Math.Min(text.Length, StoredSessionLimits.Browser)];
    }

    private DateTime EndOf(DateTime startedUtc, DateTime usedUtc)
    {
        var (idle, last) = (usedUtc + _settings.SessionIdleTime, startedUtc + _settings.SessionLifetime);
        return idle < last ? idle : last;
    }

    private async ValueTask<Entry?> FindOrNullAsync(ClaimsPrincipal? session, CancellationToken cancellationToken)
    {
        if (HashOrNull(session) is not { } hash)
        {
            return null;
        }

        if (_known.Find(hash, keep: false) is not { } entry || _clock.GetElapsedTime(entry.ReadAt) >= MaxAge)
        {
            var ended = Interlocked.Read(ref _ended);
            var readAt = _clock.GetTimestamp();
            if (await _store.FindOrNullAsync(hash, cancellationToken) is not { } row)
            {
                _known.Remove(hash);
                return null;
            }

            entry = new Entry(row.Id, row.UserId, row.StartedUtc, row.UsedUtc, row.EndsUtc, readAt);
            _known.Set(hash, entry);

            // What ended while it was read must not come back into memory.
            if (Interlocked.Read(ref _ended) != ended)
            {
                _known.Remove(hash);
            }
        }

        return entry.UserId == PersonSession.GetUserIdOrNull(session) && entry.EndsUtc > _clock.GetUtcNow().UtcDateTime
            ? entry
            : null;
    }

    private void Forget(List<string> hashes)
    {
        Interlocked.Increment(ref _ended);
        hashes.ForEach(_known.Remove);
    }

    private async Task TouchAsync(string hash, Entry entry, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            await _store.SetUsedAsync(entry.Id, now, EndOf(entry.StartedUtc, now), cancellationToken);

            // Read again the next time: it may have ended meanwhile.
            _known.Remove(hash);
        }
        catch (DbException failure)
        {
            // Reading goes on where nothing can be written.
            LogNotTouched(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be noted that a session was used")]
    private partial void LogNotTouched(Exception failure);

    private sealed record Entry(Guid Id, string UserId, DateTime StartedUtc, DateTime UsedUtc, DateTime EndsUtc, long ReadAt)
    {
        private int _isTouched;

        public bool TryTouch() => Interlocked.Exchange(ref _isTouched, 1) == 0;
    }
}
