using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization.Handlers;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Mxit.Platform.Authorization;

/// <summary>OAuth 2.0 by OpenIddict: codes, tokens, their checks; and the sessions of people on the pages.</summary>
public static class AuthorizationFeature
{
    // Set by UseAuthentication. The host adds it by itself to every request otherwise, see UseMxitAuthorization.
    private const string AuthenticationIsThere = "__AuthenticationMiddlewareSet";

    private static readonly string[] Paths =
        [MxitRoutes.Authorize, MxitRoutes.Token, MxitRoutes.Revoke, ".well-known"];

    /// <summary>Adds the authorization server, the checks of tokens and sessions, and their background work.</summary>
    public static IServiceCollection AddAuthorizationServer(this IServiceCollection services)
    {
        services.AddMxitSettings<AuthorizationSettings>("Authorization");
        services.AddMxitSettings<SignInSettings>("SignIn");
        services.AddSingleton<KeyFolder>();
        services.AddSingleton(provider => new GrantRevoker(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton(provider => new SignInThrottle(
            provider.GetRequiredService<IOptions<SignInSettings>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new StatementSigner(
            provider.GetRequiredService<ServerContext>(),
            provider.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddTokenChecks();
        services.AddSessions();
        services.AddHostedService<TokenPruner>();
        services.AddStartupWork<DevelopmentPeopleAndApps>();
        services.AddOpenIddict()
            .AddCore(core => core
                .ReplaceApplicationManager<App, AppManager>()
                .ReplaceTokenManager<AppToken, TokenManager>()
                .UseEntityFrameworkCore()
                .UseDbContext<MxitDbContext>()
                .ReplaceDefaultEntities<App, AppAuthorization, AppScope, AppToken, Guid>())
            .AddServer(ConfigureServer)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.EnableAuthorizationEntryValidation();
            });

        // Comes after OpenIddict's own, which adds scopes and methods that are taken away here.
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, ConfigureOpenIddict>();
        return services;
    }

    /// <summary>
    /// Puts the authorization server and the checks of tokens into the pipeline. OpenIddict and the cookie look at requests
    /// to pages and to the authorization paths only: calls of the API, which carry tokens, do not pay for them.
    /// </summary>
    public static IApplicationBuilder UseAuthorizationServer(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Properties[AuthenticationIsThere] = true;
        app.UseWhen(IsAuthorizationPath, branch => branch.UseMiddleware<FormGuard>());
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<TokenRequirement>() is null,
            branch => branch.UseAuthentication());
        app.UseMiddleware<BearerMiddleware>();
        return app;
    }

    /// <summary>Maps <c>/userinfo</c>; <c>/authorize</c> is a page, and OpenIddict answers the other paths by itself.</summary>
    public static IEndpointRouteBuilder MapAuthorization(this IEndpointRouteBuilder routes)
    {
        UserInfoEndpoint.Map(routes);
        return routes;
    }

    private static bool IsAuthorizationPath(HttpContext context)
    {
        foreach (var path in Paths)
        {
            if (context.Request.Path.StartsWithSegments($"/{path}"))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddTokenChecks(this IServiceCollection services)
    {
        services.AddSingleton<RevokedTokenStore>();
        services.AddSingleton(provider => new AccessTokenRevocations(
            provider.GetRequiredService<RevokedTokenStore>(),
            provider.GetRequiredService<Readiness>(),
            provider.GetRequiredService<IOptions<AuthorizationSettings>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AccessTokenRevocations>>()));
        services.AddHostedService(provider => provider.GetRequiredService<AccessTokenRevocations>());
        services.AddSingleton<AccessTokens>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SecurityStamps>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, ConfigureSession>();
        services.AddAuthentication(PersonSession.Scheme).AddCookie(PersonSession.Scheme);
        services.AddDataProtection().SetApplicationName("Mxit");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new FileSystemXmlRepository(
                provider.GetRequiredService<KeyFolder>().Path, provider.GetRequiredService<ILoggerFactory>())));
    }

    private static void ConfigureServer(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(MxitRoutes.Authorize)
            .SetTokenEndpointUris(MxitRoutes.Token)
            .SetRevocationEndpointUris(MxitRoutes.Revoke)
            .AllowAuthorizationCodeFlow()
            .AllowClientCredentialsFlow()
            .AllowRefreshTokenFlow()
            .AllowPasswordFlow()
            .UseReferenceAccessTokens()
            .UseReferenceRefreshTokens()
            .IgnoreScopePermissions();

        // Old clients and loopback addresses have no TLS; an operator ends it in front of the server.
        server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableErrorPassthrough();

        server.RemoveEventHandler(Protection.AttachTokenPayload.Descriptor)
            .Add<GenerateTokenContext, TokenIdentifierHandler>(Protection.AttachTokenPayload.Descriptor.Order)
            .Add<ProcessRequestContext, PublicAddressHandler>(PublicAddressHandler.Order)
            .Add<ValidateTokenRequestContext, ClientAuthenticationHandler>(Exchange.ValidateClientIdParameter.Descriptor.Order - 500)
            .Add<ValidateRevocationRequestContext, ClientAuthenticationHandler>(
                Revocation.ValidateClientCredentialsParameters.Descriptor.Order - 500)
            .Add<ValidateTokenRequestContext, PlainHttpHandler>(Exchange.ValidateGrantTypePermissions.Descriptor.Order + 250)
            .Add<ValidateTokenRequestContext, ScopeHandler>(Exchange.ValidateGrantTypePermissions.Descriptor.Order + 500)
            .Add<ValidateTokenRequestContext, CodeRedemptionHandler>(Exchange.ValidateRedirectUri.Descriptor.Order - 500)
            .Add<HandleTokenRequestContext, GrantHandler>(Exchange.AttachPrincipal.Descriptor.Order + 500)
            .Add<ProcessSignInContext, TokenSelectionHandler>(EvaluateGeneratedTokens.Descriptor.Order + 500)
            .Add<ProcessSignInContext, IdentityIssuerHandler>(PrepareIdentityTokenPrincipal.Descriptor.Order + 500)
            .Add<ProcessSignInContext, TokenReplyHandler>(AttachSignInParameters.Descriptor.Order + 500)
            .Add<ValidateAuthorizationRequestContext, CodeRedemptionHandler>(Authentication.ValidateClientRedirectUri.Descriptor.Order + 250)
            .Add<ValidateAuthorizationRequestContext, ScopeHandler>(Authentication.ValidateGrantTypePermissions.Descriptor.Order + 500)
            .Add<ValidateAuthorizationRequestContext, PlainHttpHandler>(
                Authentication.ValidateGrantTypePermissions.Descriptor.Order + 250)
            .Add<ApplyAuthorizationResponseContext, RedirectHandler>(RedirectHandler.Order)
            .Add<ValidateRevocationRequestContext, PlainHttpHandler>(Revocation.ValidateEndpointPermissions.Descriptor.Order + 250)
            .Add<ValidateRevocationRequestContext, OwnTokenHandler>(Revocation.ValidateAuthorizedParty.Descriptor.Order + 500)
            .Add<HandleRevocationRequestContext, PairRevocationHandler>(Revocation.RevokeToken.Descriptor.Order + 500)
            .Add<HandleConfigurationRequestContext, DiscoveryHandler>(DiscoveryHandler.Order)
            .Add<ApplyTokenResponseContext, JsonReplyHandler<ApplyTokenResponseContext>>(JsonReplyHandler<ApplyTokenResponseContext>.Order)
            .Add<ApplyRevocationResponseContext, JsonReplyHandler<ApplyRevocationResponseContext>>(
                JsonReplyHandler<ApplyRevocationResponseContext>.Order)
            .Add<ApplyConfigurationResponseContext, JsonReplyHandler<ApplyConfigurationResponseContext>>(
                JsonReplyHandler<ApplyConfigurationResponseContext>.Order)
            .Add<ApplyJsonWebKeySetResponseContext, JsonReplyHandler<ApplyJsonWebKeySetResponseContext>>(
                JsonReplyHandler<ApplyJsonWebKeySetResponseContext>.Order);
    }

    private static OpenIddictServerBuilder Add<TContext, THandler>(this OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseScopedHandler<THandler>().SetOrder(order));
}
