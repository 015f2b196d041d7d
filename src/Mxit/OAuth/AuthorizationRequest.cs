using Mxit.Internal;

namespace Mxit;

/// <summary>
/// One sign-in that was begun with <see cref="OAuthClient.CreateAuthorizationRequest"/>. Send the person's browser to
/// <see cref="Uri"/>; keep this object with the browser's session, and only there, until the callback comes; then forget
/// it. Plain
/// data, so that it can be stored in between. Source: <c>GET /authorize</c>, wire document, section 2.2; PKCE: RFC 7636.
/// </summary>
/// <param name="Uri">Where to send the browser.</param>
/// <param name="State">Ties the callback to this request; 256 random bits.</param>
/// <param name="CodeVerifier">The secret half of PKCE. Never shown by <see cref="ToString"/>.</param>
/// <param name="RedirectUri">Where the browser comes back to.</param>
/// <param name="Scopes">What the person is asked for.</param>
public sealed record AuthorizationRequest(
    Uri Uri, string State, string CodeVerifier, Uri RedirectUri, IReadOnlyList<string> Scopes)
{
    /// <summary>What the person is asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>Leaves state and verifier out, so that they never reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(AuthorizationRequest)} {{ {nameof(RedirectUri)} = {RedirectUri}, {nameof(Scopes)} = {string.Join(' ', Scopes)} }}";
}
