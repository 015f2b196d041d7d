using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>What OpenIddict needs to know that only the running server knows: address, keys, lifetimes.</summary>
internal sealed class ConfigureOpenIddict(ServerContext server, KeyFolder keys, IOptions<AuthorizationSettings> settings)
    : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = server.PublicAddress;
        options.AccessTokenLifetime = settings.Value.AccessTokenLifetime;
        options.IdentityTokenLifetime = settings.Value.AccessTokenLifetime;
        options.RefreshTokenLifetime = settings.Value.RefreshTokenLifetime;
        options.AuthorizationCodeLifetime = settings.Value.StrictCodeLifetime;
        options.RefreshTokenReuseLeeway = settings.Value.RefreshTokenGrace;

        options.EncryptionCredentials.Add(new EncryptingCredentials(
            keys.PayloadEncryptionKey(), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        options.SigningCredentials.Add(new SigningCredentials(keys.PayloadSigningKey(), SecurityAlgorithms.HmacSha256));
        options.SigningCredentials.Add(new SigningCredentials(keys.IdentitySigningKey(), SecurityAlgorithms.RsaSha256));

        // The signature says that an id token is ours. Its issuer is one of several addresses, of which a server may also change
        // one.
        options.TokenValidationParameters.IssuerValidator = (issuer, _, _) => issuer;

        // Offline access is no scope of Mxit: people's tokens can be refreshed anyway. Of the ways to lead back, the one
        // that needs no script is left.
        options.Scopes.Clear();
        options.Scopes.UnionWith(MxitScopes.All);
        options.CodeChallengeMethods.Clear();
        options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
        options.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt);
        options.ClientAssertionTypes.Clear();
        options.ResponseModes.Clear();
        options.ResponseModes.Add(ResponseModes.Query);
    }
}
