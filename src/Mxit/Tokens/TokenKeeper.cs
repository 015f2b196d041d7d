namespace Mxit.Internal;

/// <summary>A token and its lifetime, counted by timestamps, so that a change of the clock has no effect.</summary>
internal sealed record KeptToken<TToken>
    where TToken : class
{
    /// <param name="token">The token.</param>
    /// <param name="expiresAt">When it expires.</param>
    /// <param name="settings">The clock and the refresh margin.</param>
    /// <param name="isFresh">
    /// It was issued just now, and is not renewed before half of its lifetime. The full lifetime of a stored token is unknown.
    /// </param>
    public KeptToken(TToken token, DateTimeOffset expiresAt, MxitClientSettings settings, bool isFresh)
    {
        var clock = settings.TimeProvider;
        (Token, IsFresh, Since, Serves) = (token, isFresh, clock.GetTimestamp(), expiresAt - clock.GetUtcNow());
        var margin = isFresh && settings.TokenRefreshMargin > Serves / 2 ? Serves / 2 : settings.TokenRefreshMargin;
        NeedsNoRenewal = Serves > margin ? Serves - margin : TimeSpan.Zero;
    }

    public TToken Token { get; }

    /// <summary>It came from a token request of this client.</summary>
    public bool IsFresh { get; }

    /// <summary>The timestamp at which both durations start.</summary>
    public long Since { get; }

    /// <summary>How long it is valid.</summary>
    public TimeSpan Serves { get; }

    /// <summary>How long it needs no renewal.</summary>
    public TimeSpan NeedsNoRenewal { get; init; }

    /// <summary>The server has refused it.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>
/// Keeps one token. It is used until shortly before its expiry, then renewed, once for all callers. When an early renewal fails
/// or takes long, the old token is used until it expires, and the renewal is retried with exponential backoff. Thread-safe.
/// Reading a valid token takes no lock and allocates nothing.
/// </summary>
internal sealed class TokenKeeper<TToken>
    where TToken : class
{
    // How long a call waits for a renewal while its token is still valid.
    private static readonly TimeSpan EarlyPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Func<KeptToken<TToken>?, RetryBudget, CancellationToken, Task<KeptToken<TToken>>> _renew;
    private readonly TimeProvider _timeProvider;
    private readonly SharedRequest<TToken> _renewal;
    private readonly Backoff _backoff = new();
    private volatile KeptToken<TToken>? _kept;

    /// <param name="renew">Requests the first token, or the next one.</param>
    /// <param name="settings">The time-out of a renewal, and the clock.</param>
    /// <param name="grace">How long a renewal continues when nobody waits for it.</param>
    public TokenKeeper(
        Func<KeptToken<TToken>?, RetryBudget, CancellationToken, Task<KeptToken<TToken>>> renew,
        MxitClientSettings settings,
        TimeSpan grace)
    {
        _renew = renew;
        _timeProvider = settings.TimeProvider;
        _renewal = new SharedRequest<TToken>(RenewAsync, settings, grace);
    }

    /// <summary>Called with each new token after it was kept.</summary>
    public Action<TToken>? Renewed { get; init; }

    /// <summary>The current token, valid or not.</summary>
    public KeptToken<TToken>? Kept
    {
        get => _kept;
        init => _kept = value;
    }

    /// <summary>A token that needs no renewal yet.</summary>
    public TToken? Usable => _kept is { } kept && AgeOf(kept) < kept.NeedsNoRenewal ? kept.Token : null;

    public async Task<TToken> GetAsync(CallLimits limits, CancellationToken cancellationToken)
    {
        if (Usable is { } usable)
        {
            return usable;
        }

        if (_kept is not { } kept || !Serves(kept))
        {
            return await _renewal.JoinAsync(limits, cancellationToken).ConfigureAwait(false);
        }

        using var patience = new CancellationTokenSource(EarlyPatience, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _renewal.JoinAsync(limits, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (
            !cancellationToken.IsCancellationRequested && error is MxitException or OperationCanceledException && Serves(kept))
        {
            return kept.Token;
        }
    }

    /// <summary>
    /// Reports that the server has refused a token. Many calls can report the same token; only the current one is marked.
    /// </summary>
    public void Refuse(Predicate<TToken> isRefused)
    {
        lock (_gate)
        {
            if (_kept is { } kept && isRefused(kept.Token))
            {
                _kept = kept with { IsRefused = true, NeedsNoRenewal = TimeSpan.Zero };
            }
        }
    }

    private TimeSpan AgeOf(KeptToken<TToken> kept) => _timeProvider.GetElapsedTime(kept.Since);

    private bool Serves(KeptToken<TToken> kept) => !kept.IsRefused && AgeOf(kept) < kept.Serves;

    private async Task<TToken> RenewAsync(RetryBudget budget, CancellationToken cancellationToken)
    {
        // A caller that read the old token just before the renewal ended arrives here after it.
        if (Usable is { } fresh)
        {
            return fresh;
        }

        var old = _kept;
        try
        {
            var renewed = await _renew(old, budget, cancellationToken).ConfigureAwait(false);
            if (!TryReplace(old, renewed))
            {
                // This renewal was abandoned, and a later one was faster.
                return _kept!.Token;
            }

            Renewed?.Invoke(renewed.Token);
            return renewed.Token;
        }
        catch (Exception error)
        {
            Postpone(old, (error as MxitApiException)?.RetryAfter);
            throw;
        }
    }

    private bool TryReplace(KeptToken<TToken>? old, KeptToken<TToken> renewed)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_kept?.Token, old?.Token))
            {
                return false;
            }

            _backoff.Reset();
            _kept = renewed;
            return true;
        }
    }

    private void Postpone(KeptToken<TToken>? old, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            if (old is not null && ReferenceEquals(_kept?.Token, old.Token) && _kept is { IsRefused: false } kept)
            {
                var next = AgeOf(kept) + _backoff.Next(retryAfter);
                _kept = kept with { NeedsNoRenewal = next < kept.Serves ? next : kept.Serves };
            }
        }
    }
}
