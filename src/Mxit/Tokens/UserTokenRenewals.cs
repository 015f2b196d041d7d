namespace Mxit.Internal;

/// <summary>
/// Spends each refresh token once. A web application creates a client from the same stored token in many requests at a time;
/// if two of them spent its refresh token, a careful server would take the second for a thief and end the whole sign-in. So
/// renewals are shared between all of them, and remembered until the new token had time to be stored.
/// </summary>
internal sealed class UserTokenRenewals(TokenEndpoint endpoint, MxitClientSettings settings)
{
    private readonly Lock _gate = new();
    private readonly ExpiringMap<Renewal> _renewals = new(TimeSpan.FromMinutes(10), settings.TimeProvider);

    /// <summary>The token that follows <paramref name="old"/>, which is <see langword="null"/> when only its refresh token
    /// is known.</summary>
    public Task<UserToken> RenewAsync(string refreshToken, UserToken? old, CallLimits limits, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_renewals.TryGet(refreshToken, out var renewal))
            {
                renewal = new Renewal { Token = old };
                renewal.Request = new SharedRequest<UserToken>(
                    (budget, stop) => RunAsync(renewal, refreshToken, budget, stop), settings, grace: TimeSpan.Zero);
                _renewals.Set(refreshToken, renewal);
            }

            // A server may hand out the same refresh token again; then what follows the old token can be the old token itself.
            return renewal!.Token is { } token && renewal.IsRenewed
                && token.AccessToken != old?.AccessToken
                && settings.TimeProvider.GetUtcNow() < token.ExpiresAt
                ? Task.FromResult(token)
                : renewal.Request.JoinAsync(limits, cancellationToken);
        }
    }

    private async Task<UserToken> RunAsync(
        Renewal renewal, string refreshToken, RetryBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            var token = await endpoint.RefreshAsync(refreshToken, renewal.Token, budget, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                // Before the request is over: whoever does not find it running finds what came of it.
                (renewal.Token, renewal.IsRenewed) = (token, true);
                _renewals.Set(refreshToken, renewal);
            }

            return token;
        }
        catch (MxitApiException refused) when (refused.Error == "invalid_grant")
        {
            throw new MxitUnauthorizedException("The sign-in has ended and cannot be renewed: the person signs in again.", refused)
            {
                StatusCode = refused.StatusCode,
                Error = refused.Error,
                ErrorDescription = refused.ErrorDescription,
                RequestId = refused.RequestId,
            };
        }
    }

    private sealed class Renewal
    {
        public SharedRequest<UserToken> Request { get; set; } = null!;

        /// <summary>The token that came of it, or the one to renew, as far as it is known.</summary>
        public UserToken? Token { get; set; }

        public bool IsRenewed { get; set; }
    }
}
