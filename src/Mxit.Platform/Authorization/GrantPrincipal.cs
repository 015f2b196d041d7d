using System.Globalization;
using System.Security.Claims;
using Mxit.Platform.Accounts;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>What OpenIddict makes codes and tokens from.</summary>
internal static class GrantPrincipal
{
    internal const string GrantedAtClaim = "mxit_granted_at";

    /// <summary>The security stamp of the account when the person allowed it. With another one the grant is over.</summary>
    internal const string StampClaim = "mxit_stamp";

    /// <summary>The claim and the member of a token reply that name the person.</summary>
    internal const string UserIdClaim = "user_id";

    private const string AuthenticationType = "Mxit.Grant";

    /// <summary>For a person who allowed an app these scopes.</summary>
    /// <param name="person">The person.</param>
    /// <param name="scopes">The scopes.</param>
    /// <param name="signedInAt">When the person signed in, which may be long ago.</param>
    /// <param name="clock">The time of the grant, which is now.</param>
    public static ClaimsPrincipal ForPerson(
        Person person, IEnumerable<string> scopes, DateTimeOffset signedInAt, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(clock);
        var identity = new ClaimsIdentity(AuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.UserId);
        identity.SetClaim(UserIdClaim, person.UserId);
        identity.SetClaim(GrantedAtClaim, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        identity.SetClaim(StampClaim, person.SecurityStamp);
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        identity.SetScopes(scopes);
        identity.SetDestinations(claim =>
            claim.Type is UserIdClaim or Claims.AuthenticationTime ? [Destinations.IdentityToken] : []);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Whether it stands for a person, and not for the app itself.</summary>
    internal static bool IsPerson(ClaimsPrincipal? principal, string? clientId) =>
        principal?.GetClaim(Claims.Subject) != clientId;

    /// <summary>For an app that speaks for itself.</summary>
    internal static ClaimsPrincipal ForApp(string clientId, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(AuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, clientId);
        identity.SetScopes(scopes);
        return new ClaimsPrincipal(identity);
    }
}
