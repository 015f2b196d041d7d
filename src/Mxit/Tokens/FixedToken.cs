namespace Mxit.Internal;

/// <summary>A token that the caller holds and renews.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken) => new(token);

    public ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken) => default;
}
