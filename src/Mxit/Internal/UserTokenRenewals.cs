namespace Mxit.Internal;

/// <summary>
/// Spends each refresh token once. A web application creates a client from the same stored token in many requests at a time;
/// if two of them spent its refresh token, a careful server would take the second for a thief and end the whole sign-in. So
/// renewals are shared between all of them, and remembered until the new token had time to be stored.
/// </summary>
internal sealed class UserTokenRenewals(TokenEndpoint endpoint, MxitClientSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<UserToken>> _running = new(StringComparer.Ordinal);
    private readonly ExpiringMap<UserToken> _renewed = new(TimeSpan.FromMinutes(10), settings.TimeProvider);

    /// <summary>The token that follows <paramref name="old"/>, which is <see langword="null"/> when only its refresh token
    /// is known.</summary>
    public Task<UserToken> RenewAsync(string refreshToken, UserToken? old)
    {
        lock (_gate)
        {
            // A server may hand out the same refresh token again; then what follows the old token can be the old token itself.
            if (_renewed.TryGet(refreshToken, out var known)
                && known!.AccessToken != old?.AccessToken
                && settings.TimeProvider.GetUtcNow() < known.ExpiresAt)
            {
                return Task.FromResult(known);
            }

            if (!_running.TryGetValue(refreshToken, out var running))
            {
                running = Task.Run(() => RunAsync(refreshToken, old), CancellationToken.None);
                _running.Add(refreshToken, running);
            }

            return running;
        }
    }

    private async Task<UserToken> RunAsync(string refreshToken, UserToken? old)
    {
        UserToken? renewed = null;
        try
        {
            renewed = await endpoint.RefreshAsync(refreshToken, old).ConfigureAwait(false);
            return renewed;
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
        finally
        {
            lock (_gate)
            {
                _ = _running.Remove(refreshToken);
                if (renewed is not null)
                {
                    _renewed.Set(refreshToken, renewed);
                }
            }
        }
    }
}
