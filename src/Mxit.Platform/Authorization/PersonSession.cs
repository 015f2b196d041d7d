using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>A person who is signed in on the pages: a cookie that no script reads.</summary>
public static class PersonSession
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "Mxit.Session";

    internal const string StampClaim = "mxit_stamp";

    /// <summary>The user id of the person who is signed in.</summary>
    public static string? GetUserIdOrNull(ClaimsPrincipal? principal) => principal?.FindFirst(Claims.Subject)?.Value;

    /// <summary>Signs the person in; whatever session was there before is over.</summary>
    public static Task SignInAsync(HttpContext context, Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return context.SignInAsync(Scheme, CreatePrincipal(person));
    }

    /// <summary>The principal of a session of the person.</summary>
    public static ClaimsPrincipal CreatePrincipal(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(Claims.Subject, person.UserId),
                new Claim(Claims.Name, person.DisplayName),
                new Claim(StampClaim, person.SecurityStamp),
            ],
            Scheme,
            Claims.Name,
            Claims.Role));
    }

    internal static void Configure(CookieAuthenticationOptions cookie, ServerContext server)
    {
        var isSecure = server.PublicAddress.Scheme == Uri.UriSchemeHttps;
        cookie.Cookie.Name = isSecure ? "__Host-mxit" : "mxit";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.Path = "/";
        cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var stamps = context.HttpContext.RequestServices.GetRequiredService<SecurityStamps>();
        if (!await stamps.IsCurrentAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}

/// <summary>The security stamps of people, remembered for a moment: each request of a session asks.</summary>
internal sealed class SecurityStamps(AccountService accounts, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4);

    private readonly GenerationCache<Entry> _known = new(10_000);

    /// <summary>Whether the session was begun with the password, and by the account, that the person has now.</summary>
    public async ValueTask<bool> IsCurrentAsync(ClaimsPrincipal? session, CancellationToken cancellationToken) =>
        PersonSession.GetUserIdOrNull(session) is { } userId
        && await FindOrNullAsync(userId, cancellationToken) is { } stamp
        && session?.FindFirst(PersonSession.StampClaim)?.Value == stamp;

    private async ValueTask<string?> FindOrNullAsync(string userId, CancellationToken cancellationToken)
    {
        if (_known.Find(userId, keep: false) is { } entry && clock.GetElapsedTime(entry.ReadAt) < MaxAge)
        {
            return entry.Stamp;
        }

        var readAt = clock.GetTimestamp();
        var person = await accounts.FindOrNullAsync(userId, cancellationToken);
        if (person is null)
        {
            _known.Remove(userId);
            return null;
        }

        _known.Set(userId, new Entry(person.SecurityStamp, readAt));
        return person.SecurityStamp;
    }

    private sealed record Entry(string Stamp, long ReadAt);
}

internal sealed class ConfigureSession(ServerContext server) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(CookieAuthenticationOptions options) => Configure(PersonSession.Scheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name == PersonSession.Scheme)
        {
            PersonSession.Configure(options, server);
        }
    }
}
