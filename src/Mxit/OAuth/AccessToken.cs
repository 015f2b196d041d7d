using Mxit.Internal;

namespace Mxit;

/// <summary>A token of the app itself, without a person. Source: <c>client_credentials</c>, wire document, section 2.3.</summary>
/// <param name="Value">The opaque token. Not shown by <see cref="ToString"/>.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Scopes">The scopes that the server granted.</param>
public sealed record AccessToken(string Value, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes)
{
    /// <summary>The scopes that the server granted.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>Leaves the token out, so that it does not reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(AccessToken)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O}, {nameof(Scopes)} = {string.Join(' ', Scopes)} }}";
}
