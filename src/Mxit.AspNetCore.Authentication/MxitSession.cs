using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.AspNetCore.Authentication;

/// <summary>The sign-in of one request: the token in the cookie, and the way to put a new one there.</summary>
internal sealed class MxitSession
{
    // Set by the framework: which handler a sign-in came from.
    private const string HandlerKey = ".AuthScheme";

    // So long a request can work with the token that it began with.
    private static readonly TimeSpan EarlyRenewal = TimeSpan.FromMinutes(2);

    private readonly HttpContext _context;
    private readonly AuthenticationTicket _ticket;
    private readonly MxitAuthenticationOptions _options;

    private MxitSession(HttpContext context, AuthenticationTicket ticket, MxitAuthenticationOptions options, UserToken token) =>
        (_context, _ticket, _options, Token) = (context, ticket, options, token);

    public UserToken Token { get; }

    public static async Task<MxitSession?> FindOrNullAsync(HttpContext context, string? signInScheme)
    {
        if ((await context.AuthenticateAsync(signInScheme).ConfigureAwait(false)).Ticket is not { } ticket
            || SavedToken.ReadOrNull(ticket.Properties) is not { } token
            || !ticket.Properties.Items.TryGetValue(HandlerKey, out var scheme) || scheme is null)
        {
            return null;
        }

        // The same cookie also serves who signed in elsewhere, with tokens of another server.
        var services = context.RequestServices;
        var schemes = services.GetRequiredService<IAuthenticationSchemeProvider>();
        var known = await schemes.GetSchemeAsync(scheme).ConfigureAwait(false);
        return typeof(MxitAuthenticationHandler).IsAssignableFrom(known?.HandlerType)
            ? new MxitSession(
                context, ticket, services.GetRequiredService<IOptionsMonitor<MxitAuthenticationOptions>>().Get(scheme), token)
            : null;
    }

    /// <summary><see langword="null"/> when the sign-in has ended.</summary>
    public async Task<MxitUserClient?> OpenOrNullAsync(CancellationToken cancellationToken)
    {
        var token = Token;
        var now = (_options.TimeProvider ?? TimeProvider.System).GetUtcNow();
        if (now < token.ExpiresAt - EarlyRenewal)
        {
            return Open(token);
        }

        if (token.RefreshToken is null)
        {
            return now < token.ExpiresAt ? Open(token) : null;
        }

        try
        {
            token = await _options.Client.OAuth.RefreshAsync(token, null, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitUnauthorizedException)
        {
            return null;
        }
        catch (MxitException) when (now < token.ExpiresAt)
        {
            // It serves to its end; the next request tries again.
            return Open(token);
        }

        await StoreAsync(token, cancellationToken).ConfigureAwait(false);
        return Open(token);
    }

    private MxitUserClient Open(UserToken token) => _options.Client.ForUser(token, StoreAsync);

    private async Task StoreAsync(UserToken token, CancellationToken cancellationToken)
    {
        // Too late for a cookie. The next request brings the old token, whose renewal the client remembers for some minutes.
        if (_context.Response.HasStarted)
        {
            return;
        }

        SavedToken.Store(token, _ticket.Properties);
        await _context.SignInAsync(_ticket.AuthenticationScheme, _ticket.Principal, _ticket.Properties).ConfigureAwait(false);
    }
}
