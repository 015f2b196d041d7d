using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>The responses to requests with a missing, bad or weak token. Source: wire document, section 1.5; RFC 6750.</summary>
internal static class TokenProblems
{
    /// <summary>What a strict app reads that came without TLS.</summary>
    public const string PlainHttpText = "Only apps of the legacy profile may come without TLS; use https.";

    public static Task PlainHttpAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status403Forbidden, "access_denied", PlainHttpText, challenge: null);

    public static Task MissingAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status401Unauthorized, "invalid_token", "An access token is required.",
        """Bearer realm="mxit" """.TrimEnd());

    public static Task InvalidAsync(HttpContext context)
    {
        const string Description = "The access token is unknown, expired or revoked.";
        return WriteAsync(
            context, StatusCodes.Status401Unauthorized, "invalid_token", Description,
            $"""Bearer realm="mxit", error="invalid_token", error_description="{Description}" """.TrimEnd());
    }

    public static Task TwiceAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status400BadRequest, "invalid_request",
        "The access token is there twice: in the header and in the form.",
        challenge: null);

    public static Task InsufficientAsync(HttpContext context, TokenRequirement requirement, Caller caller)
    {
        var description = requirement.AllowsKind(caller)
            ? $"The access token lacks the scope {requirement.Scopes.Replace(" ", " or ", StringComparison.Ordinal)}."
            : caller.IsApp ? "This call needs a person's access token." : "This call needs an app's own access token.";
        var challenge = $"""Bearer realm="mxit", error="insufficient_scope", error_description="{description}" """.TrimEnd();
        return WriteAsync(
            context, StatusCodes.Status403Forbidden, "insufficient_scope", description,
            requirement.Scopes.Length > 0 ? $"{challenge}, scope=\"{requirement.Scopes}\"" : challenge);
    }

    public static Task ForeignOriginAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status403Forbidden, "access_denied", "The request comes from another site.", challenge: null);

    private static Task WriteAsync(HttpContext context, int status, string error, string description, string? challenge)
    {
        if (challenge is not null)
        {
            var server = context.RequestServices.GetRequiredService<ServerContext>();

            // Programs of the historic names are from before that parameter.
            context.Response.Headers.WWWAuthenticate = context.Features.Get<HistoricConnection>() is null
                ? $"{challenge}, resource_metadata=\"{ProtectedResourceEndpoint.AddressFor(context.Request, server)}\""
                : challenge;
        }

        return ApiResults.TokenProblem(status, error, description).ExecuteAsync(context);
    }
}
