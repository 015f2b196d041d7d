namespace Mxit.Internal;

/// <summary>
/// A token, and for how long it serves. Counted from when it was kept, so that a clock that is set meanwhile changes nothing.
/// </summary>
internal sealed record KeptToken<TToken>
    where TToken : class
{
    /// <param name="token">The token.</param>
    /// <param name="expiresAt">Its true end.</param>
    /// <param name="settings">The clock, and how long before its end it should be renewed.</param>
    /// <param name="isFresh">
    /// It was made just now, and is not renewed before half its life. Of one from a storage it is not known how long it was meant to live.
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

    /// <summary>The timestamp from which the other two count.</summary>
    public long Since { get; }

    /// <summary>How long it serves.</summary>
    public TimeSpan Serves { get; }

    /// <summary>How long it need not be renewed.</summary>
    public TimeSpan NeedsNoRenewal { get; init; }

    /// <summary>The server has refused it.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>
/// Keeps one token: it is used until shortly before its end, then renewed, once for all who wait. When an early renewal fails, or takes
/// long, the old token serves to its true end, and renewals are tried with exponential backoff. A hit takes no lock and allocates nothing.
/// </summary>
internal sealed class TokenKeeper<TToken>
    where TToken : class
{
    // So long a call waits for a renewal while it has a token that is good.
    private static readonly TimeSpan EarlyPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Func<KeptToken<TToken>?, RetryBudget, CancellationToken, Task<KeptToken<TToken>>> _renew;
    private readonly TimeProvider _timeProvider;
    private readonly SharedRequest<TToken> _renewal;
    private readonly Backoff _backoff = new();
    private volatile KeptToken<TToken>? _kept;

    /// <param name="renew">Gets the token that follows the kept one, or the first.</param>
    /// <param name="settings">How long a renewal may take, by which clock.</param>
    /// <param name="grace">How long a renewal goes on for which nobody waits.</param>
    public TokenKeeper(
        Func<KeptToken<TToken>?, RetryBudget, CancellationToken, Task<KeptToken<TToken>>> renew,
        MxitClientSettings settings,
        TimeSpan grace)
    {
        _renew = renew;
        _timeProvider = settings.TimeProvider;
        _renewal = new SharedRequest<TToken>(RenewAsync, settings, grace);
    }

    /// <summary>Called with each token that follows another, once it is in place.</summary>
    public Action<TToken>? Renewed { get; init; }

    /// <summary>What there is, good or not.</summary>
    public KeptToken<TToken>? Kept
    {
        get => _kept;
        init => _kept = value;
    }

    /// <summary>A token that need not be renewed yet.</summary>
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

    /// <summary>The server has refused a token. Many calls can bring the same one back; only what is still kept is marked.</summary>
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
        // Whoever looked just before the last renewal ended arrives here just after it.
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
                // This one was given up, and another renewal was faster.
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
