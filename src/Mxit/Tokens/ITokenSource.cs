namespace Mxit.Internal;

/// <summary>A bearer token.</summary>
/// <param name="Value">The token.</param>
/// <param name="WasRequested">The call that got it made, or waited for, a token request.</param>
internal readonly record struct BearerToken(string Value, bool WasRequested = false);

/// <summary>Whose bearer token a request carries.</summary>
internal interface ITokenSource
{
    /// <summary>A token that looks usable, from memory if possible.</summary>
    /// <param name="scopes">The scopes that it must carry.</param>
    /// <param name="limits">What the call allows for a token request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken);

    /// <summary>The server has refused a token.</summary>
    /// <returns>Whether there is a way to get another one.</returns>
    bool Refuse(ScopeSet scopes, string refused);
}

/// <summary>A token that the caller holds and renews.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        new(new BearerToken(token));

    public bool Refuse(ScopeSet scopes, string refused) => false;
}
