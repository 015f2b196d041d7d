namespace Mxit.Internal;

/// <summary>
/// One person's token: used while it is valid, then renewed, and saved in the caller's store. A token that could not be saved is
/// offered again by the next call. Calls use a new token while it is being saved, so the store itself can use the client.
/// </summary>
internal sealed class UserTokenSource : ITokenSource
{
    // How long a renewal continues when nobody waits for it. An aborted renewal can lose the new refresh token, and with it the
    // sign-in.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly MxitClientSettings _settings;
    private readonly Func<UserToken, CancellationToken, Task>? _saveAsync;
    private readonly TokenKeeper<UserToken> _keeper;
    private volatile UserToken? _unsaved;
    private volatile Task? _saving;

    public UserTokenSource(
        UserToken token,
        UserTokenRenewals renewals,
        MxitClientSettings settings,
        Func<UserToken, CancellationToken, Task>? saveAsync)
    {
        _settings = settings;
        _saveAsync = saveAsync;
        _keeper = new TokenKeeper<UserToken>(
            async (old, budget, stop) => Keep(
                await renewals.RenewAsync(old!.Token.RefreshToken!, old.Token, budget.Limits, stop).ConfigureAwait(false),
                isFresh: true),
            settings,
            Grace)
        {
            Kept = Keep(token, isFresh: false),
            Renewed = Offer,
        };
    }

    public UserToken Token => _keeper.Kept!.Token;

    public ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        _keeper.Usable is { } token && (_unsaved is null || IsSaving)
            ? new(new BearerToken(token.AccessToken))
            : new(ObtainAsync(limits, cancellationToken));

    public bool Refuse(ScopeSet scopes, string refused)
    {
        if (Token.RefreshToken is null)
        {
            return false;
        }

        _keeper.Refuse(token => token.AccessToken == refused);
        return true;
    }

    private bool IsSaving => _saving is { IsCompleted: false };

    private async Task<BearerToken> ObtainAsync(CallLimits limits, CancellationToken cancellationToken)
    {
        var (before, wasUsable) = (_saving, _keeper.Usable is not null);
        _ = await _keeper.GetAsync(limits, cancellationToken).ConfigureAwait(false);

        // Waits for the save of its own renewal. It does not wait for an earlier save: this call may come from the store.
        if (_saving is { } begun && begun != before)
        {
            await begun.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_unsaved is not null && !IsSaving)
        {
            await BeginToSave().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return new BearerToken(Token.AccessToken, WasRequested: !wasUsable);
    }

    private void Offer(UserToken token)
    {
        if (_saveAsync is not null)
        {
            _unsaved = token;
            _ = BeginToSave();
        }
    }

    /// <summary>
    /// Saves one token at a time. A token that arrives during a save is offered by the waiting call, or by the next one.
    /// </summary>
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
            var saving = _saveAsync!(token, limit.Token);
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

    // A token that cannot be renewed is used until the server refuses it.
    private KeptToken<UserToken> Keep(UserToken token, bool isFresh)
    {
        var kept = new KeptToken<UserToken>(token, token.ExpiresAt, _settings, isFresh);
        return token.RefreshToken is null ? kept with { NeedsNoRenewal = TimeSpan.MaxValue } : kept;
    }
}
