using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Ends what people and apps were granted.</summary>
public sealed class GrantRevoker
{
    private readonly IServiceScopeFactory _scopes;

    internal GrantRevoker(IServiceScopeFactory scopes) => _scopes = scopes;

    /// <summary>Ends all tokens and grants of a person.</summary>
    public async Task RevokeForUserAsync(string userId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .RevokeBySubjectAsync(userId, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeBySubjectAsync(userId, cancellationToken);
    }

    /// <summary>Ends all tokens and grants of an app.</summary>
    public async Task RevokeForAppAsync(Guid appId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .RevokeByApplicationIdAsync(appId.ToString(), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeByApplicationIdAsync(appId.ToString(), cancellationToken);
    }

    /// <summary>Ends one grant: both halves of its pair of tokens, and all that came before them.</summary>
    public async Task RevokeAsync(string authorizationId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var authorizations = scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>();
        if (await authorizations.FindByIdAsync(authorizationId, cancellationToken) is { } authorization)
        {
            await authorizations.TryRevokeAsync(authorization, cancellationToken);
        }

        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeByAuthorizationIdAsync(authorizationId, cancellationToken);
    }
}
