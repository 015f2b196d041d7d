using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>
/// Who makes a request: an app, or a person (through an app's token, or signed in on the pages). What the request may do
/// was checked before an endpoint sees this.
/// </summary>
internal sealed class Caller
{
    /// <summary>The authentication scheme that finds callers.</summary>
    public const string Scheme = "Mxit.Bearer";

    /// <summary>The person's user id; <see langword="null"/> for an app token.</summary>
    public string? UserId { get; init; }

    /// <summary>The app's client id; <see langword="null"/> for a person on the pages.</summary>
    public string? ClientId { get; init; }

    /// <summary>The app's service name; <see langword="null"/> for a person on the pages.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The app is of the legacy profile.</summary>
    public bool IsLegacyApp { get; init; }

    /// <summary>The scopes of the token.</summary>
    public required IReadOnlyCollection<string> Scopes { get; init; }

    /// <summary>
    /// Whether the token or session is still good. A request that goes on for long asks now and then; others were checked
    /// when they came.
    /// </summary>
    public Func<CancellationToken, ValueTask<bool>> IsStillGoodAsync { get; init; } = _ => ValueTask.FromResult(true);

    /// <summary>Who the work is done for: the person where there is one, else the app.</summary>
    public string Id => UserId ?? ServiceName ?? throw new InvalidOperationException("A caller is an app or a person.");

    /// <summary>The token speaks for an app and for nobody else.</summary>
    public bool IsApp => UserId is null;

    /// <summary>The caller as ASP.NET Core knows one; made once for each token, as the caller is.</summary>
    public AuthenticateResult Authenticated => field ??= AuthenticateResult.Success(
        new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", Id)], Scheme)), Scheme));

    /// <summary>Lets endpoints take a <see cref="Caller"/> as a parameter.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not ask for a token.</exception>
    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<Caller?>(context.Features.Get<Caller>()
            ?? throw new InvalidOperationException("The endpoint takes a caller but does not require a token."));
    }
}
