namespace Mxit.Internal;

/// <summary>
/// One person's token: used while it is good, then renewed, and saved in the caller's store. A token that could not be saved is offered
/// again by the next call. While one is being saved, calls use it already: so the store can use the client, and others need not wait.
/// </summary>
internal sealed class UserTokenSource : ITokenSource
{
    // How long a renewal goes on for which nobody waits: one that is given up halfway can lose the new refresh token, and with it the
    // person's sign-in.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly MxitClientSettings _settings;
    private readonly IUserTokenStore? _store;
    private readonly TokenKeeper<UserToken> _keeper;
    private volatile UserToken? _unsaved;
    private volatile Task? _saving;

    public UserTokenSource(UserToken token, UserTokenRenewals renewals, MxitClientSettings settings, IUserTokenStore? store)
    {
        _settings = settings;
        _store = store;
        _keeper = new TokenKeeper<UserToken>(
            async (old, stop) => Keep(await renewals.RenewAsync(old!.Token.RefreshToken!, old.Token, stop).ConfigureAwait(false), isFresh: true),
            settings,
            Grace)
        {
            Kept = Keep(token, isFresh: false),
            Renewed = Offer,
        };
    }

    public UserToken Token => _keeper.Kept!.Token;

    public ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        _keeper.Usable is { } token && (_unsaved is null || IsSaving) ? new(token.AccessToken) : new(ObtainAsync(cancellationToken));

    public async ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken)
    {
        if (Token.RefreshToken is null)
        {
            return null;
        }

        _keeper.Refuse(token => token.AccessToken == refused);
        return await GetAsync(scopes, cancellationToken).ConfigureAwait(false);
    }

    private bool IsSaving => _saving is { IsCompleted: false };

    private async Task<string> ObtainAsync(CancellationToken cancellationToken)
    {
        var before = _saving;
        _ = await _keeper.GetAsync(cancellationToken).ConfigureAwait(false);

        // A renewal that this call waited for has begun to save what it got. What was being saved before is not waited for: this call may
        // be one of the store's own.
        if (_saving is { } begun && begun != before)
        {
            await begun.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_unsaved is not null && !IsSaving)
        {
            await BeginToSave().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Token.AccessToken;
    }

    private void Offer(UserToken token)
    {
        if (_store is not null)
        {
            _unsaved = token;
            _ = BeginToSave();
        }
    }

    /// <summary>One at a time: a token that comes while another is being saved is offered by the call that waits, or the next one.</summary>
    private Task BeginToSave()
    {
        lock (_gate)
        {
            if (!IsSaving)
            {
                _saving = Task.Run(SaveAsync, CancellationToken.None);
                TaskErrors.Observe(_saving);
            }

            return _saving!;
        }
    }

    private async Task SaveAsync()
    {
        if (_unsaved is not { } token)
        {
            return;
        }

        using var limit = new CancellationTokenSource(_settings.TokenRequestLimit, _settings.TimeProvider);
        try
        {
            var saving = _store!.SaveAsync(token, limit.Token);
            TaskErrors.Observe(saving);
            await saving.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested)
        {
            throw CallerErrors.Add(new MxitException(
                "The token store did not save the new token in time.", MxitErrorReason.Timeout, error));
        }
        catch (Exception error)
        {
            CallerErrors.Add(error);
            throw;
        }

        _ = Interlocked.CompareExchange(ref _unsaved, null, token);
    }

    // A token that cannot be renewed is used to its end: the server's refusal says more than our clock. How long one from a storage was
    // meant to live is not known.
    private KeptToken<UserToken> Keep(UserToken token, bool isFresh)
    {
        var renewAt = token.RefreshToken is null ? DateTimeOffset.MaxValue
            : isFresh ? RenewalTime.Of(_settings.TimeProvider.GetUtcNow(), token.ExpiresAt, _settings.TokenRefreshMargin)
            : RenewalTime.Before(token.ExpiresAt, _settings.TokenRefreshMargin);
        return new KeptToken<UserToken>(token, token.ExpiresAt, renewAt, _settings.TimeProvider);
    }
}
