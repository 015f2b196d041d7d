using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Sessions;

/// <summary>
/// A person who is signed in on the pages: a cookie that no script reads, and a row that ends when the session does.
/// </summary>
internal static class PersonSession
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "Mxit.Session";

    internal const string SecretClaim = "mxit_session";

    /// <summary>The user id of the person who is signed in.</summary>
    public static string? GetUserIdOrNull(ClaimsPrincipal? principal) => principal?.FindFirst(Claims.Subject)?.Value;

    /// <summary>When the person who is signed in typed the password.</summary>
    public static DateTimeOffset? GetSignedInAtOrNull(ClaimsPrincipal? principal) =>
        long.TryParse(
            principal?.FindFirst(Claims.AuthenticationTime)?.Value, NumberStyles.None, CultureInfo.InvariantCulture,
            out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>
    /// Signs the person in with a new session; one that was there before is over. The browser is known from now on.
    /// </summary>
    public static async Task SignInAsync(HttpContext context, Person person)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(person);
        var services = context.RequestServices;
        var sessions = services.GetRequiredService<SessionService>();
        await sessions.EndAsync(context.User, context.RequestAborted);
        var secret = await sessions.BeginAsync(
            person,
            context.Request.Headers.UserAgent.ToString(),
            ClientNetwork.Readable(context.Connection.RemoteIpAddress),
            context.RequestAborted);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(Claims.Subject, person.UserId),
                new Claim(Claims.Name, person.DisplayName),
                new Claim(Claims.AuthenticationTime, now.ToString(CultureInfo.InvariantCulture)),
                new Claim(SecretClaim, secret),
            ],
            Scheme,
            Claims.Name,
            Claims.Role));
        await context.SignInAsync(Scheme, principal);
        SignInCookies.WriteDevice(
            context, services.GetRequiredService<DeviceCookies>().Add(SignInCookies.ReadDevice(context), person.UserId));
    }

    /// <summary>Ends the session of the browser.</summary>
    public static async Task SignOutAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await context.RequestServices.GetRequiredService<SessionService>().EndAsync(context.User, context.RequestAborted);
        await context.SignOutAsync(Scheme);
    }

    internal static void Configure(CookieAuthenticationOptions cookie, ServerContext server, SignInSettings settings)
    {
        cookie.Cookie.Name = SignInCookies.SessionName(server);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = SignInCookies.IsSecure(server)
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.Path = "/";

        // The row says when a session ends that is not used.
        cookie.ExpireTimeSpan = settings.SessionLifetime;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionService>();
        if (!await sessions.UseAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}

internal sealed class ConfigureSession(ServerContext server, IOptions<SignInSettings> settings)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(CookieAuthenticationOptions options) => Configure(PersonSession.Scheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name == PersonSession.Scheme)
        {
            PersonSession.Configure(options, server, settings.Value);
        }
    }
}
