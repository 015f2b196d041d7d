using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Answers requests of nobody, to <c>/token</c>, <c>/revoke</c> and <c>/introspect</c>, with <c>invalid_client</c>: all apps have
/// a secret (RFC 6749, sections 2.3 and 5.2). Removes what old clients send besides and OpenIddict would refuse.
/// </summary>
internal sealed class ClientAuthenticationHandler
    : IOpenIddictServerHandler<ValidateTokenRequestContext>,
        IOpenIddictServerHandler<ValidateRevocationRequestContext>,
        IOpenIddictServerHandler<ValidateIntrospectionRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (IsAnonymous(context.Request))
        {
            Reject(context);
        }
        else if (context.Request.IsAuthorizationCodeGrantType())
        {
            // The scopes were settled at /authorize; a client that names them again changes nothing.
            context.Request.Scope = null;
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateRevocationRequestContext context) => RejectAnonymous(context, context.Request);

    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context) => RejectAnonymous(context, context.Request);

    private static ValueTask RejectAnonymous(BaseValidatingContext context, OpenIddictRequest request)
    {
        if (IsAnonymous(request))
        {
            Reject(context);
        }

        return default;
    }

    private static bool IsAnonymous(OpenIddictRequest request) =>
        string.IsNullOrEmpty(request.ClientId) || string.IsNullOrEmpty(request.ClientSecret);

    private static void Reject(BaseValidatingContext context) =>
        context.Reject(Errors.InvalidClient, "The client id and secret are missing.");
}
