using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>Marks the one endpoint that takes its token from a form as well: <c>/userinfo</c> (OpenID Connect Core, section 5.3.1).</summary>
internal sealed class TokenInForm
{
    public static TokenInForm Allowed { get; } = new();
}

/// <summary>
/// Where it is allowed, moves a token from the form (RFC 6750, section 2.2) to where all others are. What guards forms comes before.
/// </summary>
internal sealed class FormTokenMiddleware(RequestDelegate next)
{
    private const string TokenField = "access_token";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenInForm>() is not null
            && HttpMethods.IsPost(request.Method)
            && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            && (await request.ReadFormAsync(context.RequestAborted))[TokenField].ToString() is { Length: > 0 } token)
        {
            if (request.Headers.Authorization.Count > 0)
            {
                await ApiResults.TokenProblem(
                        StatusCodes.Status400BadRequest, "invalid_request", "The access token is there twice: in the header and in the form.")
                    .ExecuteAsync(context);
                return;
            }

            request.Headers.Authorization = $"Bearer {token}";
        }

        await next(context);
    }
}
