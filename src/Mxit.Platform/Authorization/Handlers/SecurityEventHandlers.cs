using System.Net;
using Microsoft.AspNetCore;
using Mxit.Platform.Apps;
using Mxit.Platform.SignIn;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>Logs tokens that were issued.</summary>
internal sealed class TokenEventHandler(IOpenIddictApplicationManager apps, SecurityEvents events)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context is { EndpointType: OpenIddictServerEndpointType.Token, Principal: { } principal })
        {
            var subject = principal.GetClaim(Claims.Subject);
            events.TokenIssued(
                await apps.NameAsync(context.ClientId, context.CancellationToken),
                subject is null || subject == context.ClientId ? "itself" : subject,
                SecurityEventNames.GrantOf(context.Request));
        }
    }
}

/// <summary>Logs apps and grants that were refused, and settles the count of client secrets.</summary>
internal sealed class RefusalEventHandler<TContext>(
    AppThrottle throttle, IOpenIddictApplicationManager apps, SecurityEvents events)
    : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    // Before the response is written, and while it still says which of OpenIddict's errors it is.
    public const int Order = JsonReplyHandler<TContext>.Order - 1_000;

    // A code, and a refresh token, that was redeemed before.
    private const string CodeReused = "ID2010";
    private const string RefreshTokenReused = "ID2012";

    public async ValueTask HandleAsync(TContext context)
    {
        var address = context.Transaction.GetHttpRequest()?.HttpContext.Connection.RemoteIpAddress;
        var clientId = context.Transaction.Request?.ClientId;
        var error = context.Transaction.Response?.Error;
        Settle(context, clientId, address, error);
        if (string.IsNullOrEmpty(error) || error == Errors.TemporarilyUnavailable)
        {
            return;
        }

        var app = await apps.NameAsync(clientId, context.CancellationToken);
        if (error == Errors.InvalidClient)
        {
            events.AppRefused(app, address);
        }
        else if (ReusedOrNull(context.Transaction.Response!.ErrorUri) is { } kind)
        {
            events.TokenReused(app, kind, address);
        }
        else if (typeof(TContext) == typeof(ApplyTokenResponseContext))
        {
            events.GrantRefused(app, SecurityEventNames.GrantOf(context.Transaction.Request), address, error);
        }
    }

    private static string? ReusedOrNull(string? errorUri) =>
        errorUri?.EndsWith(CodeReused, StringComparison.Ordinal) is true ? "code"
        : errorUri?.EndsWith(RefreshTokenReused, StringComparison.Ordinal) is true ? "refresh token"
        : null;

    private void Settle(TContext context, string? clientId, IPAddress? address, string? error)
    {
        if (context.Transaction.Properties.GetValueOrDefault(AppThrottleHandler.Property) is GuessLimiter.Guess guess)
        {
            if (error == Errors.InvalidClient)
            {
                guess.Fail();
            }
            else
            {
                guess.Dispose();
                throttle.Remember(clientId!, address);
            }
        }
    }
}

/// <summary>How events name apps and grants: by what is ours, never by what was sent.</summary>
internal static class SecurityEventNames
{
    private static readonly string[] Grants =
        [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials, GrantTypes.Password, GrantTypes.RefreshToken];

    public static string GrantOf(OpenIddictRequest? request) =>
        Array.Find(Grants, grant => grant == request?.GrantType) ?? SecurityEvents.Unknown;

    public static async ValueTask<string> NameAsync(
        this IOpenIddictApplicationManager apps, string? clientId, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(clientId)
        && await apps.FindByClientIdAsync(clientId, cancellationToken) is App { RemovedUtc: null } app
            ? app.ServiceName
            : SecurityEvents.Unknown;
}
