using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;

namespace Mxit.Platform.Wire;

/// <summary>
/// Checks the token of each request to an endpoint that requires one, before anything else of the request is read, and
/// tells the endpoint who calls. Tokens count in the header only (RFC 6750, section 2; RFC 9700, section 4.3).
/// </summary>
internal sealed class BearerMiddleware(
    RequestDelegate next, AccessTokens tokens, SessionService sessions, ServerContext server)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TokenRequirement>() is { } requirement
            ? CheckAsync(context, requirement)
            : next(context);

    private static bool TryReadToken(HttpContext context, out ReadOnlySpan<char> token)
    {
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization;
        if (header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            token = value.AsSpan(Scheme.Length).Trim();
            return true;
        }

        token = default;
        return false;
    }

    private async Task CheckAsync(HttpContext context, TokenRequirement requirement)
    {
        if (!TryReadToken(context, out var token))
        {
            await (requirement.AllowsAnonymous && context.Request.Headers.Authorization.Count == 0
                ? next(context)
                : CheckSessionAsync(context, requirement));
            return;
        }

        var caller = await tokens.FindCallerOrNullAsync(token, context.RequestAborted);
        if (caller is null)
        {
            await TokenProblems.InvalidAsync(context);
        }
        else if (caller.AppProfile == AppProfile.Strict
            && context.Features.Get<HistoricConnection>() is { IsTls: false })
        {
            await TokenProblems.PlainHttpAsync(context);
        }
        else if (!requirement.Allows(caller))
        {
            await TokenProblems.InsufficientAsync(context, requirement, caller);
        }
        else
        {
            context.Features.Set(caller);
            await next(context);
        }
    }

    private async Task CheckSessionAsync(HttpContext context, TokenRequirement requirement)
    {
        if (!requirement.AllowsSession || context.Request.Headers.Authorization.Count > 0
            || (await context.AuthenticateAsync(PersonSession.Scheme)).Principal is not { } principal
            || PersonSession.GetUserIdOrNull(principal) is not { } userId)
        {
            await TokenProblems.MissingAsync(context);
            return;
        }

        // The browser sends the cookie along whoever made the request, so its origin counts.
        if (!IsSafe(context.Request.Method) && !SameOrigin.IsProven(context.Request, server))
        {
            await TokenProblems.ForeignOriginAsync(context);
            return;
        }

        context.Features.Set(new Caller
        {
            UserId = userId,
            Scopes = [],
            IsStillGoodAsync = stop => sessions.IsOpenAsync(principal, stop),
        });
        await next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
