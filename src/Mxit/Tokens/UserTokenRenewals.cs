namespace Mxit.Internal;

/// <summary>
/// Uses each refresh token once. A web application creates clients from the same stored token in many concurrent requests. If two
/// of them sent the refresh token, a strict server would treat the second as theft and end the sign-in. So all clients share one
/// renewal, and its result is remembered until the new token could be stored.
/// </summary>
internal sealed class UserTokenRenewals(TokenEndpoint endpoint, MxitClientSettings settings)
{
    private readonly Lock _gate = new();
    private readonly ExpiringMap<Renewal> _renewals = new(TimeSpan.FromMinutes(10), settings.TimeProvider);

    /// <summary>Renews <paramref name="old"/>, which is <see langword="null"/> when only its refresh token is known.</summary>
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

            // A server may return the same refresh token again; then the old token can be its own successor.
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
                // Stored before the request ends, so that a caller finds either the running request or its result.
                (renewal.Token, renewal.IsRenewed) = (token, true);
                _renewals.Set(refreshToken, renewal);
            }

            return token;
        }
        catch (MxitApiException refused) when (refused.Error == "invalid_grant")
        {
            throw new MxitUnauthorizedException(
                "The sign-in has ended and cannot be renewed: the person signs in again.", refused)
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

        /// <summary>The result of the last renewal, or else the token to renew.</summary>
        public UserToken? Token { get; set; }

        public bool IsRenewed { get; set; }
    }
}
