namespace Mxit.Internal;

/// <summary>A bearer token.</summary>
/// <param name="Value">The token.</param>
/// <param name="WasRequested">The call started a token request or waited for one.</param>
internal readonly record struct BearerToken(string Value, bool WasRequested = false);

/// <summary>Where the bearer token of a request comes from.</summary>
internal interface ITokenSource
{
    /// <summary>Gets a valid token, from memory if possible.</summary>
    /// <param name="scopes">The required scopes.</param>
    /// <param name="limits">The limits of the call for a token request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken);

    /// <summary>Reports that the server has refused a token.</summary>
    /// <returns>Whether another token can be requested.</returns>
    bool Refuse(ScopeSet scopes, string refused);
}

/// <summary>A token that the caller holds and renews.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        new(new BearerToken(token));

    public bool Refuse(ScopeSet scopes, string refused) => false;
}
