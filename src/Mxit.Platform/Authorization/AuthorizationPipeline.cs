using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Authorization.Handlers;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Mxit.Platform.Authorization;

/// <summary>What OpenIddict serves, and the handlers of ours in its pipeline.</summary>
internal static class AuthorizationPipeline
{
    public static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(MxitRoutes.Authorize)
            .SetTokenEndpointUris(MxitRoutes.Token)
            .SetRevocationEndpointUris(MxitRoutes.Revoke)
            .SetIntrospectionEndpointUris(MxitRoutes.Introspect)
            .AllowAuthorizationCodeFlow()
            .AllowClientCredentialsFlow()
            .AllowRefreshTokenFlow()
            .AllowPasswordFlow()
            .UseReferenceAccessTokens()
            .UseReferenceRefreshTokens()
            .IgnoreScopePermissions();

        // Old clients and loopback addresses have no TLS; an operator ends it in front of the server.
        server.UseAspNetCore()
            .DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableErrorPassthrough();

        server.RemoveEventHandler(InferEndpointType.Descriptor)
            .Add<ProcessRequestContext, PublicAddressHandler>(PublicAddressHandler.Order)
            .Add<ProcessRequestContext, RoutedEndpointHandler>(RoutedEndpointHandler.Order)
            .Add<ProcessAuthenticationContext, AppThrottleHandler>(ValidateClientSecret.Descriptor.Order - 500);
        AddAuthorize(server);
        AddToken(server);
        AddTokens(server);
        AddRevokeAndIntrospect(server);
        AddDiscovery(server);
    }

    private static void AddAuthorize(OpenIddictServerBuilder server) => server
        .Add<ValidateAuthorizationRequestContext, AuthenticationRequestHandler>(
            Authentication.ValidateScopeParameter.Descriptor.Order - 500)
        .Add<ValidateAuthorizationRequestContext, CodeRedemptionHandler>(
            Authentication.ValidateClientRedirectUri.Descriptor.Order + 250)
        .Add<ValidateAuthorizationRequestContext, PlainHttpHandler>(
            Authentication.ValidateGrantTypePermissions.Descriptor.Order + 250)
        .Add<ValidateAuthorizationRequestContext, ScopeHandler>(
            Authentication.ValidateGrantTypePermissions.Descriptor.Order + 500)
        .Add<ApplyAuthorizationResponseContext, RedirectHandler>(RedirectHandler.Order);

    private static void AddToken(OpenIddictServerBuilder server) => server
        .Add<ValidateTokenRequestContext, ClientAuthenticationHandler>(Exchange.ValidateClientIdParameter.Descriptor.Order - 500)
        .Add<ValidateTokenRequestContext, PlainHttpHandler>(Exchange.ValidateGrantTypePermissions.Descriptor.Order + 250)
        .Add<ValidateTokenRequestContext, ScopeHandler>(Exchange.ValidateGrantTypePermissions.Descriptor.Order + 500)
        .Add<ValidateTokenRequestContext, CodeRedemptionHandler>(Exchange.ValidateRedirectUri.Descriptor.Order - 500)
        .Add<HandleTokenRequestContext, GrantHandler>(Exchange.AttachPrincipal.Descriptor.Order + 500)
        .AddRefusalEvent<ApplyTokenResponseContext>()
        .AddJsonReply<ApplyTokenResponseContext>();

    private static void AddTokens(OpenIddictServerBuilder server) => server
        .RemoveEventHandler(Protection.AttachTokenPayload.Descriptor)
        .Add<GenerateTokenContext, TokenIdentifierHandler>(Protection.AttachTokenPayload.Descriptor.Order)
        .Add<GenerateTokenContext, IdentityTokenHandler>(Protection.AttachSecurityCredentials.Descriptor.Order + 500)
        .Add<ProcessSignInContext, TokenSelectionHandler>(EvaluateGeneratedTokens.Descriptor.Order + 500)
        .Add<ProcessSignInContext, IdentityIssuerHandler>(PrepareIdentityTokenPrincipal.Descriptor.Order + 500)
        .Add<ProcessSignInContext, TokenReplyHandler>(AttachSignInParameters.Descriptor.Order + 500)
        .Add<ProcessSignInContext, TokenEventHandler>(AttachSignInParameters.Descriptor.Order + 600);

    private static void AddRevokeAndIntrospect(OpenIddictServerBuilder server) => server
        .Add<ValidateTokenContext, OwnTokenHandler>(Protection.ResolveTokenValidationParameters.Descriptor.Order - 500)
        .Add<ValidateTokenContext, UsedTokenHandler>(Protection.ValidateTokenEntry.Descriptor.Order - 500)
        .Add<ValidateRevocationRequestContext, ClientAuthenticationHandler>(
            Revocation.ValidateClientCredentialsParameters.Descriptor.Order - 500)
        .Add<ValidateRevocationRequestContext, PlainHttpHandler>(Revocation.ValidateEndpointPermissions.Descriptor.Order + 250)
        .Add<HandleRevocationRequestContext, PairRevocationHandler>(Revocation.RevokeToken.Descriptor.Order - 500)
        .Add<HandleRevocationRequestContext, RevocationEventHandler>(Revocation.RevokeToken.Descriptor.Order + 500)
        .AddRefusalEvent<ApplyRevocationResponseContext>()
        .AddJsonReply<ApplyRevocationResponseContext>()
        .Add<ValidateIntrospectionRequestContext, ClientAuthenticationHandler>(
            Introspection.ValidateClientCredentialsParameters.Descriptor.Order - 500)
        .Add<ValidateIntrospectionRequestContext, PlainHttpHandler>(
            Introspection.ValidateEndpointPermissions.Descriptor.Order + 250)
        .Add<ValidateIntrospectionRequestContext, IntrospectedTypeHandler>(Introspection.ValidateTokenType.Descriptor.Order - 500)
        .Add<HandleIntrospectionRequestContext, IntrospectionHandler>(Introspection.AttachMetadataClaims.Descriptor.Order + 500)
        .AddRefusalEvent<ApplyIntrospectionResponseContext>()
        .AddJsonReply<ApplyIntrospectionResponseContext>();

    private static void AddDiscovery(OpenIddictServerBuilder server) => server
        .Add<HandleConfigurationRequestContext, DiscoveryHandler>(Discovery.AttachAdditionalMetadata.Descriptor.Order + 500)
        .AddJsonReply<ApplyConfigurationResponseContext>()
        .AddJsonReply<ApplyJsonWebKeySetResponseContext>();

    private static OpenIddictServerBuilder AddRefusalEvent<TContext>(this OpenIddictServerBuilder server)
        where TContext : BaseRequestContext =>
        server.Add<TContext, RefusalEventHandler<TContext>>(RefusalEventHandler<TContext>.Order);

    private static OpenIddictServerBuilder AddJsonReply<TContext>(this OpenIddictServerBuilder server)
        where TContext : BaseRequestContext =>
        server.Add<TContext, JsonReplyHandler<TContext>>(JsonReplyHandler<TContext>.Order);

    private static OpenIddictServerBuilder Add<TContext, THandler>(this OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseScopedHandler<THandler>().SetOrder(order));
}
