using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Mxit.Internal;

namespace Mxit.AspNetCore.Authentication;

/// <summary>
/// How people sign in with Mxit. Required are <see cref="BaseAddress"/>, <see cref="OAuthOptions.ClientId"/> and
/// <see cref="OAuthOptions.ClientSecret"/>. What the person is asked for is <see cref="OAuthOptions.Scope"/>:
/// <see cref="MxitScopes.ProfilePublic"/> unless you add more. Where who says no is led is
/// <see cref="RemoteAuthenticationOptions.AccessDeniedPath"/>.
/// </summary>
public sealed class MxitAuthenticationOptions : OAuthOptions
{
    private readonly MxitClientOptions _client = new();
    private readonly Lazy<MxitClient> _made;
    private readonly Lazy<MxitClientSettings> _settings;

    /// <summary>The options of a sign-in that asks for the person's public profile, and keeps the tokens.</summary>
    public MxitAuthenticationOptions()
    {
        _made = new Lazy<MxitClient>(() => new MxitClient(Fill()));
        _settings = new Lazy<MxitClientSettings>(() => MxitClientSettings.From(Fill()));
        CallbackPath = MxitAuthenticationDefaults.CallbackPath;
        ClaimsIssuer = MxitAuthenticationDefaults.AuthenticationScheme;
        UsePkce = true;
        SaveTokens = true;
        Scope.Add(MxitScopes.ProfilePublic);

        // People come back by a link, never by a form of another site; so the cookie also works without TLS on one machine.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

        ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "UserId");
        ClaimActions.MapJsonKey(ClaimTypes.Name, "DisplayName");
    }

    /// <inheritdoc cref="MxitClientOptions.AuthAddress"/>
    public Uri? AuthAddress { get => _client.AuthAddress; set => _client.AuthAddress = value; }

    /// <inheritdoc cref="MxitClientOptions.ApiAddress"/>
    public Uri? ApiAddress { get => _client.ApiAddress; set => _client.ApiAddress = value; }

    /// <inheritdoc cref="MxitClientOptions.BaseAddress"/>
    public Uri? BaseAddress { get => _client.BaseAddress; set => _client.BaseAddress = value; }

    /// <inheritdoc cref="MxitClientOptions.Issuer"/>
    public Uri? Issuer { get => _client.Issuer; set => _client.Issuer = value; }

    /// <inheritdoc cref="MxitClientOptions.AllowInsecureAddresses"/>
    public bool AllowInsecureAddresses { get => _client.AllowInsecureAddresses; set => _client.AllowInsecureAddresses = value; }

    /// <summary>
    /// The client that asks who somebody is, and acts for who signed in. One for the scheme, so that renewals are shared.
    /// </summary>
    internal MxitClient Client => _made.Value;

    /// <summary>The settings of <see cref="Client"/>.</summary>
    internal MxitClientSettings Settings => _settings.Value;

    /// <summary>Checks everything, and says all that is wrong together.</summary>
    /// <exception cref="OptionsValidationException">Some options are wrong; all of them are named.</exception>
    public override void Validate()
    {
        var errors = Fill().Validate().ToList();
        if (!CallbackPath.HasValue)
        {
            errors.Add($"{nameof(CallbackPath)} is missing.");
        }

        if (Scope.Count == 0)
        {
            errors.Add($"{nameof(Scope)} needs at least one scope.");
        }

        if (!UsePkce)
        {
            errors.Add(
                $"{nameof(UsePkce)} must stay on: apps of the strict profile are refused without, and no server minds it.");
        }

        if (errors.Count > 0)
        {
            throw new OptionsValidationException(nameof(MxitAuthenticationOptions), typeof(MxitAuthenticationOptions), errors);
        }
    }

    private MxitClientOptions Fill()
    {
        _client.ClientId = ClientId;
        _client.ClientSecret = ClientSecret;
        _client.HttpClient = Backchannel;
        _client.TimeProvider = TimeProvider ?? TimeProvider.System;
        return _client;
    }
}
