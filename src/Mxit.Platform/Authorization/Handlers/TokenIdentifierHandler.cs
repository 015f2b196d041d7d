using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Stores the payload of a code or token and gives it an identifier of 32 lower-case hexadecimal digits: 128 random bits in
/// the form of the time. Takes the place of OpenIddict's own handler, whose identifiers look different. The manager hashes
/// the identifier before it is stored. Source: wire document, section 2.
/// </summary>
internal sealed class TokenIdentifierHandler(IOpenIddictTokenManager tokens, Ids ids)
    : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        // An id token is stored nowhere.
        if (!context.PersistTokenPayload)
        {
            return;
        }

        var token = await tokens.FindByIdAsync(context.Principal.GetTokenId() ?? "", context.CancellationToken)
            ?? throw new InvalidOperationException("The entry of the token to be made is gone.");
        var descriptor = new OpenIddictTokenDescriptor();
        await tokens.PopulateAsync(descriptor, token, context.CancellationToken);
        descriptor.Payload = context.Token;
        descriptor.Principal = context.Principal;
        if (context.IsReferenceToken)
        {
            descriptor.ReferenceId = ids.NewSecret();
        }

        await tokens.UpdateAsync(token, descriptor, context.CancellationToken);
        if (context.IsReferenceToken)
        {
            context.Token = descriptor.ReferenceId;
        }
    }
}
