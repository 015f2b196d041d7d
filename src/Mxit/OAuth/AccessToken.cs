using Mxit.Internal;

namespace Mxit;

/// <summary>A token of the app itself, without a person. Source: <c>client_credentials</c>, wire document, section 2.3.</summary>
/// <param name="Value">The opaque token. Never shown by <see cref="ToString"/>.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Scopes">What it allows, as the server granted it.</param>
public sealed record AccessToken(string Value, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes)
{
    /// <summary>What it allows, as the server granted it.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>Leaves the token out, so that it never reaches a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(AccessToken)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O}, {nameof(Scopes)} = {string.Join(' ', Scopes)} }}";
}
