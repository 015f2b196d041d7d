namespace Mxit.Internal;

/// <summary>Whose bearer token a request carries.</summary>
internal interface ITokenSource
{
    /// <summary>A token that looks usable, from memory if possible.</summary>
    ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken);

    /// <summary>
    /// Another token in place of one that the server refused; <see langword="null"/> when there is no way to get one.
    /// </summary>
    ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken);
}
