using Microsoft.AspNetCore;
using Mxit.Platform.SignIn;
using Mxit.Platform.Wire;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Counts client secrets before they are looked at, and looks at no more of them when too many were wrong. What became of one is
/// known when the response is written, see <see cref="RefusalEventHandler{TContext}"/>.
/// </summary>
internal sealed class AppThrottleHandler(AppThrottle throttle, IOpenIddictApplicationManager apps, SecurityEvents events)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    /// <summary>Where the place in the count is kept until then.</summary>
    public const string Property = "mxit_guess";

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (string.IsNullOrEmpty(context.ClientId) || string.IsNullOrEmpty(context.ClientSecret)
            || context.Transaction.GetHttpRequest() is not { HttpContext: var http })
        {
            return;
        }

        var address = http.Connection.RemoteIpAddress;
        var (guess, retryAfter) = await throttle.TakeAsync(context.ClientId, address, context.CancellationToken);
        if (guess is null)
        {
            events.AppThrottled(await apps.NameAsync(context.ClientId, context.CancellationToken), address);
            ApiResults.SetRetryAfter(http.Response, retryAfter);
            context.Reject(Errors.TemporarilyUnavailable, "Too many wrong secrets; try again in a minute.");
            return;
        }

        // Also when the response is never written.
        http.Response.RegisterForDispose(guess);
        context.Transaction.Properties[Property] = guess;
    }
}
