using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Signs what the server says to others, with the key that it publishes for identity tokens. A type in the header keeps one
/// kind of statement from being taken for another.
/// </summary>
internal sealed class StatementSigner
{
    private readonly ServerContext _server;
    private readonly TimeProvider _clock;
    private readonly Lazy<SigningCredentials> _credentials;

    internal StatementSigner(ServerContext server, IOptionsMonitor<OpenIddictServerOptions> options, TimeProvider clock)
    {
        _server = server;
        _clock = clock;
        _credentials = new Lazy<SigningCredentials>(() =>
            options.CurrentValue.SigningCredentials.First(candidate => candidate.Key is AsymmetricSecurityKey));
    }

    /// <summary>Makes a signed JWT.</summary>
    /// <param name="type">The <c>typ</c> of its header.</param>
    /// <param name="audience">The client id of the app that it is for.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="claims">What it says, besides who says it to whom and when.</param>
    public string Sign(string type, string audience, TimeSpan lifetime, IDictionary<string, object> claims)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = _server.PublicAddress.AbsoluteUri,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = _credentials.Value,
        });
    }
}
