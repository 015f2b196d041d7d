using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;
using OpenIddict.Server;

namespace Mxit.Platform.Authorization;

/// <summary>OAuth 2.0 by OpenIddict: codes, tokens, their checks; and the keys of the server.</summary>
internal static class AuthorizationFeature
{
    private static readonly (string Method, string Path, OpenIddictServerEndpointType Type)[] Endpoints =
    [
        ("POST", MxitRoutes.Token, OpenIddictServerEndpointType.Token),
        ("POST", MxitRoutes.Revoke, OpenIddictServerEndpointType.Revocation),
        ("POST", MxitRoutes.Introspect, OpenIddictServerEndpointType.Introspection),
        ("GET", ".well-known/openid-configuration", OpenIddictServerEndpointType.Configuration),
        ("GET", ".well-known/oauth-authorization-server", OpenIddictServerEndpointType.Configuration),
        ("GET", ".well-known/jwks", OpenIddictServerEndpointType.JsonWebKeySet),
    ];

    /// <summary>Adds the authorization server, the checks of tokens, and their background work.</summary>
    public static IServiceCollection AddAuthorizationServer(this IServiceCollection services)
    {
        services.AddMxitSettings<AuthorizationSettings>("Authorization");
        services.AddSingleton<KeyFolder>();
        services.AddSingleton(provider => new GrantRevoker(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<AllowedAppStore>();
        services.AddSingleton(provider => new AllowedAppService(
            provider.GetRequiredService<AllowedAppStore>(),
            provider.GetRequiredService<GrantRevoker>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<SecurityEvents>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAccessEnder>(provider => provider.GetRequiredService<GrantRevoker>());
        services.AddSingleton<IAppAccessEnder>(provider => provider.GetRequiredService<GrantRevoker>());
        services.AddSingleton(provider => new StatementSigner(
            provider.GetRequiredService<ServerContext>(),
            provider.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<GrantStore>();
        services.AddScoped<ConsentStore>();
        services.AddScoped(provider => new ConsentService(provider.GetRequiredService<ConsentStore>()));
        services.AddTokenChecks();
        services.AddKeys();
        services.AddHostedService<TokenPruner>();
        services.AddStartupWork<DevelopmentPeopleAndApps>();
        services.AddOpenIddict()
            .AddCore(core => core
                .ReplaceApplicationManager<App, AppManager>()
                .ReplaceAuthorizationManager<AppAuthorization, AuthorizationManager>()
                .ReplaceTokenManager<AppToken, TokenManager>()
                .UseEntityFrameworkCore()
                .UseDbContext<MxitDbContext>()
                .ReplaceDefaultEntities<App, AppAuthorization, AppScope, AppToken, Guid>())
            .AddServer(AuthorizationPipeline.Configure)
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
    /// Puts the authorization server and the checks of tokens into the pipeline. OpenIddict looks at requests to its own
    /// endpoints only, and the cookie counts for pages: calls of the API, which carry tokens, do not pay for them.
    /// </summary>
    public static IApplicationBuilder UseAuthorizationServer(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<FormGuard>().UseAuthentication().UseAuthorization();
    }

    /// <summary>
    /// Maps <c>/userinfo</c>, the description of the API, and what OpenIddict answers by itself; <c>/authorize</c> is a page and
    /// marked with <see cref="AuthorizationEndpointExtensions.AsAuthorizationPage"/>.
    /// </summary>
    public static IEndpointRouteBuilder MapAuthorization(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        foreach (var (method, path, type) in Endpoints)
        {
            // OpenIddict has answered before the endpoint would run.
            routes.MapMethods($"/{path}", [method], () => TypedResults.NotFound())
                .WithMetadata(new AuthorizationEndpoint(type))
                .ExcludeFromDescription();
        }

        UserInfoEndpoint.Map(routes);
        ProtectedResourceEndpoint.Map(routes);
        return routes;
    }

    private static void AddTokenChecks(this IServiceCollection services)
    {
        services.AddSingleton<RevokedTokenStore>();
        services.AddSingleton(provider => new AccessTokenRevocations(
            provider.GetRequiredService<RevokedTokenStore>(),
            provider.GetRequiredService<Readiness>(),
            provider.GetRequiredService<StorageMonitor>(),
            provider.GetRequiredService<IOptions<AuthorizationSettings>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AccessTokenRevocations>>()));
        services.AddHostedService(provider => provider.GetRequiredService<AccessTokenRevocations>());
        services.AddSingleton<AccessTokens>();
        services.AddAuthentication(Caller.Scheme).AddScheme<AuthenticationSchemeOptions, BearerHandler>(
            Caller.Scheme, options => options.ForwardDefaultSelector = BearerHandler.ForwardOrNull);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, TokenRequirementHandler>();
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Mxit");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new FileSystemXmlRepository(
                provider.GetRequiredService<KeyFolder>().Path, provider.GetRequiredService<ILoggerFactory>())));
    }
}
