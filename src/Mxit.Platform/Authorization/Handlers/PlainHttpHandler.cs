using Microsoft.AspNetCore;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Without TLS, secrets and codes travel readable for everybody on the way. At the ports of the historic names that is for apps
/// of the legacy profile only: one program of 2012 asks for its tokens so (wire document, section 1.1).
/// </summary>
internal sealed class PlainHttpHandler(IOpenIddictApplicationManager apps)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>,
        IOpenIddictServerHandler<ValidateRevocationRequestContext>,
        IOpenIddictServerHandler<ValidateIntrospectionRequestContext>,
        IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context) => CheckAsync(context, context.ClientId);

    public ValueTask HandleAsync(ValidateRevocationRequestContext context) => CheckAsync(context, context.ClientId);

    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context) => CheckAsync(context, context.ClientId);

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => CheckAsync(context, context.ClientId);

    private async ValueTask CheckAsync(BaseValidatingContext context, string? clientId)
    {
        if (context.Transaction.GetHttpRequest()?.HttpContext.Features.Get<HistoricConnection>() is { IsTls: false }
            && await apps.FindByClientIdAsync(clientId ?? "", context.CancellationToken) is App { Profile: AppProfile.Strict })
        {
            context.Reject(Errors.InvalidRequest, TokenProblems.PlainHttpText);
        }
    }
}
