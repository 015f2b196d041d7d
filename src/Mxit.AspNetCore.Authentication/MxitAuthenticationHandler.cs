using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Internal;

namespace Mxit.AspNetCore.Authentication;

/// <summary>
/// Signs people in with Mxit: the code flow of OAuth 2.0 with PKCE and <c>state</c>, as the framework has it, and the check of
/// <c>iss</c>, that of the response (RFC 9207) and that of an id token. Source: wire document, sections 2.2 to 2.5.
/// </summary>
/// <param name="options">The options of the schemes.</param>
/// <param name="logger">Where the framework writes to.</param>
/// <param name="encoder">For addresses.</param>
public class MxitAuthenticationHandler(
    IOptionsMonitor<MxitAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : OAuthHandler<MxitAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>Ends a sign-in, or says why it failed.</summary>
    /// <returns>Who signed in, or a failure.</returns>
    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        // Before anything of the response is believed, also a refusal: another server could have sent the browser here.
        if (Request.Query.TryGetValue("iss", out var issuers) && !(issuers is [var issuer] && Options.Settings.IsIssuer(issuer)))
        {
            return HandleRequestResult.Fail("The answer comes from another server than the one that was asked.");
        }

        return await base.HandleRemoteAuthenticateAsync().ConfigureAwait(false);
    }

    /// <summary>Asks the server who the person is, and makes the claims.</summary>
    /// <param name="identity">Takes the claims.</param>
    /// <param name="properties">What is kept of the sign-in.</param>
    /// <param name="tokens">What the server gave.</param>
    /// <returns>The ticket.</returns>
    /// <exception cref="MxitException">
    /// The server refused, or could not be reached, or the id token is of another server.
    /// </exception>
    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(tokens);
        var token = SavedToken.From(tokens, Options, TimeProvider);
        var person = Options.Client.ForUser(token);
        var userId = (await person.GetUserInfoAsync(null, Context.RequestAborted).ConfigureAwait(false)).UserId;
        var profile = token.Scopes.Contains(MxitScopes.ProfilePublic)
            ? await person.Users.GetBasicProfileAsync(userId, cancellationToken: Context.RequestAborted).ConfigureAwait(false)
            : new BasicProfile { UserId = userId };

        // The token says who it is; what a profile says of itself does not count.
        var user = JsonSerializer.SerializeToElement(profile with { UserId = userId }, ReplyJson.Wire.BasicProfile);
        if (Options.SaveTokens)
        {
            SavedToken.Store(token with { UserId = userId }, properties);
        }

        var context = new OAuthCreatingTicketContext(
            new ClaimsPrincipal(identity), properties, Context, Scheme, Options, Backchannel, tokens, user);
        context.RunClaimActions();
        await Events.CreatingTicket(context).ConfigureAwait(false);
        return new AuthenticationTicket(context.Principal!, context.Properties, Scheme.Name);
    }
}
