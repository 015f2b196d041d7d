using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Ends what people and apps were granted.</summary>
internal sealed class GrantRevoker : IAccessEnder
{
    private readonly IServiceScopeFactory _scopes;

    internal GrantRevoker(IServiceScopeFactory scopes) => _scopes = scopes;

    /// <inheritdoc/>
    public async Task EndAccessAsync(string userId, CancellationToken cancellationToken)
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

    /// <summary>Ends all tokens and grants of an app for a person.</summary>
    public async Task RevokeAsync(string userId, Guid appId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .RevokeAsync(userId, appId.ToString(), status: null, type: null, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeAsync(userId, appId.ToString(), status: null, type: null, cancellationToken);
    }

    /// <summary>Ends one grant: both halves of its pair of tokens, and all that came before them.</summary>
    public async Task RevokeAsync(string authorizationId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeByAuthorizationIdAsync(authorizationId, cancellationToken);
    }
}
