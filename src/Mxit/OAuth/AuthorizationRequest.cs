using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A sign-in that was started with <see cref="OAuthClient.CreateAuthorizationRequest"/>. Send the person's browser to
/// <see cref="Uri"/>. Keep this object in the session of that browser until the callback arrives; then delete it. It is plain
/// data and can be serialized. Source: <c>GET /authorize</c>, wire document, section 2.2; PKCE: RFC 7636.
/// </summary>
/// <param name="Uri">The address to which the browser is sent.</param>
/// <param name="State">Ties the callback to this request; 256 random bits.</param>
/// <param name="CodeVerifier">The secret half of PKCE. Not shown by <see cref="ToString"/>.</param>
/// <param name="RedirectUri">The address to which the browser returns.</param>
/// <param name="Scopes">The requested scopes.</param>
public sealed record AuthorizationRequest(
    Uri Uri, string State, string CodeVerifier, Uri RedirectUri, IReadOnlyList<string> Scopes)
{
    /// <summary>The requested scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>Leaves state and verifier out, so that they do not reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(AuthorizationRequest)} {{ {nameof(RedirectUri)} = {RedirectUri}, {nameof(Scopes)} = " +
        $"{string.Join(' ', Scopes)} }}";
}
