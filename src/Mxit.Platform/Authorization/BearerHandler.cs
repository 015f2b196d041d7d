using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Sessions;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>
/// The authentication scheme of the API: a bearer token, before anything else of the request is read, or the cookie of the pages
/// where an endpoint takes that. Tokens count in the header only (RFC 6750, section 2; RFC 9700, section 4.3), except for
/// <see cref="TokenInForm"/>.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokens tokens,
    SessionService sessions,
    ServerContext server)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    // For the challenge, which the same handler writes.
    private Func<HttpContext, Task> _refuse = TokenProblems.MissingAsync;

    /// <summary>
    /// The scheme that a request uses instead: pages have the cookie, and what is open to all has none.
    /// </summary>
    public static string? ForwardOrNull(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
            && (metadata.GetMetadata<TokenRequirement>() is not null || metadata.GetMetadata<IAllowAnonymous>() is not null)
                ? null
                : PersonSession.Scheme;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata is not { } metadata
            || metadata.GetMetadata<TokenRequirement>() is not { } requirement)
        {
            return AuthenticateResult.NoResult();
        }

        var header = Request.Headers.Authorization;
        var formToken = metadata.GetMetadata<TokenInForm>() is null ? null : await TokenInForm.ReadOrNullAsync(Request);
        if (formToken is not null && header.Count > 0)
        {
            return Refuse(TokenProblems.TwiceAsync);
        }

        if (formToken is null && (header.Count != 1 || header[0] is not { } value
            || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return requirement.AllowsSession && header.Count == 0 ? await ReadSessionAsync() : AuthenticateResult.NoResult();
        }

        return await tokens.FindCallerOrNullAsync(
            formToken is null ? header[0].AsSpan(Prefix.Length).Trim() : formToken, Context.RequestAborted) is { } caller
                ? Accept(caller)
                : Refuse(TokenProblems.InvalidAsync);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => _refuse(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var requirement = Context.GetEndpoint()!.Metadata.GetRequiredMetadata<TokenRequirement>();
        var caller = Context.Features.Get<Caller>()!;
        return TokenRequirementHandler.FindObstacle(Context, requirement, caller, server) switch
        {
            TokenObstacle.PlainHttp => TokenProblems.PlainHttpAsync(Context),
            TokenObstacle.ForeignOrigin => TokenProblems.ForeignOriginAsync(Context),
            _ => TokenProblems.InsufficientAsync(Context, requirement, caller),
        };
    }

    private async Task<AuthenticateResult> ReadSessionAsync()
    {
        if ((await Context.AuthenticateAsync(PersonSession.Scheme)).Principal is not { } principal
            || PersonSession.GetUserIdOrNull(principal) is not { } userId)
        {
            return AuthenticateResult.NoResult();
        }

        return Accept(new Caller
        {
            UserId = userId,
            Scopes = [],
            IsStillGoodAsync = stop => sessions.IsOpenAsync(principal, stop),
        });
    }

    private AuthenticateResult Accept(Caller caller)
    {
        Context.Features.Set(caller);
        return caller.Authenticated;
    }

    private AuthenticateResult Refuse(Func<HttpContext, Task> refuse)
    {
        _refuse = refuse;
        return AuthenticateResult.Fail("The access token is not accepted.");
    }
}
