using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>Why a caller who is known may not make a call.</summary>
internal enum TokenObstacle
{
    /// <summary>The caller may.</summary>
    None,

    /// <summary>A strict app came without TLS.</summary>
    PlainHttp,

    /// <summary>A browser sent the cookie of the pages along with a request of another site.</summary>
    ForeignOrigin,

    /// <summary>The token is of another kind, or lacks the scope.</summary>
    Insufficient,
}

/// <summary>Decides whether a caller has one of the tokens that an endpoint accepts.</summary>
internal sealed class TokenRequirementHandler(ServerContext server) : AuthorizationHandler<TokenRequirement>
{
    /// <summary>Why the caller may not; a browser sends a cookie along whoever made the request, so its origin counts.</summary>
    public static TokenObstacle FindObstacle(
        HttpContext http, TokenRequirement requirement, Caller caller, ServerContext server) =>
            caller.ClientId is null
                ? IsSafe(http.Request.Method) || SameOrigin.IsProven(http.Request, server)
                    ? TokenObstacle.None
                    : TokenObstacle.ForeignOrigin
            : caller is { ClientId: not null, IsLegacyApp: false } && http.Features.Get<HistoricConnection>() is { IsTls: false }
                ? TokenObstacle.PlainHttp
            : requirement.Allows(caller) ? TokenObstacle.None
            : TokenObstacle.Insufficient;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TokenRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsMet(http, requirement))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // A token that is sent must be good also where none is needed, so that clients renew theirs.
    private bool IsMet(HttpContext http, TokenRequirement requirement) => http.Features.Get<Caller>() is { } caller
        ? FindObstacle(http, requirement, caller, server) == TokenObstacle.None
        : requirement.AllowsAnonymous && http.Request.Headers.Authorization.Count == 0;
}
