using System.Globalization;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.SignIn;
using Mxit.Platform.Wire;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>Decides about each grant at <c>/token</c>, once OpenIddict has checked the request.</summary>
internal sealed class GrantHandler(
    AccountService accounts, SignInService signIn, IOptions<AuthorizationSettings> settings, TimeProvider clock)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
        {
            context.SignIn(GrantPrincipal.ForApp(context.ClientId!, context.Request.GetScopes()));
        }
        else if (context.Request.IsPasswordGrantType())
        {
            await HandlePasswordAsync(context);
        }
        else
        {
            await ContinueAsync(context);
        }
    }

    private async ValueTask HandlePasswordAsync(HandleTokenRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var result = await signIn.TryAsync(
            context.Request.Username ?? "",
            context.Request.Password ?? "",
            SignInPlace.Of(http, "password grant"),
            context.CancellationToken);
        if (result.Person is { } person)
        {
            context.SignIn(GrantPrincipal.ForPerson(person, context.Request.GetScopes(), clock.GetUtcNow(), clock));
        }
        else if (result.RetryAfter is { } wait)
        {
            ApiResults.SetRetryAfter(http.Response, wait);
            context.Reject(Errors.InvalidGrant, "Too many wrong passwords; try again in a minute.");
        }
        else
        {
            context.Reject(Errors.InvalidGrant, "The login or the password is wrong.");
        }
    }

    // A code or a refresh token: what was granted goes on, if the person is still there and it has not become too old.
    private async ValueTask ContinueAsync(HandleTokenRequestContext context)
    {
        var principal = context.Principal;
        var subject = principal?.GetClaim(Claims.Subject);
        if (subject is null
            || await accounts.FindOrNullAsync(subject, context.CancellationToken) is not { SuspendedUtc: null } person
            || person.SecurityStamp != principal!.GetClaim(GrantPrincipal.StampClaim))
        {
            context.Reject(Errors.InvalidGrant, "The grant is over.");
            return;
        }

        if (long.TryParse(
                principal!.GetClaim(GrantPrincipal.GrantedAtClaim), NumberStyles.None, CultureInfo.InvariantCulture,
                out var grantedAt)
            && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(grantedAt) > settings.Value.GrantLifetime)
        {
            context.Reject(Errors.InvalidGrant, "The grant is over; the person must be asked again.");
        }
    }
}
