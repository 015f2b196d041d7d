using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Ends what people and apps were granted.</summary>
internal sealed class GrantRevoker : IAccessEnder, IAppAccessEnder
{
    private readonly IServiceScopeFactory _scopes;

    internal GrantRevoker(IServiceScopeFactory scopes) => _scopes = scopes;

    /// <inheritdoc/>
    public Task EndAccessAsync(string userId, CancellationToken cancellationToken) => RevokeAsync(
        authorizations => authorizations.RevokeBySubjectAsync(userId, cancellationToken),
        tokens => tokens.RevokeBySubjectAsync(userId, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task EndAccessAsync(Guid appId, CancellationToken cancellationToken) => RevokeAsync(
        authorizations => authorizations.RevokeByApplicationIdAsync(appId.ToString(), cancellationToken),
        tokens => tokens.RevokeByApplicationIdAsync(appId.ToString(), cancellationToken),
        cancellationToken);

    /// <summary>Ends all tokens and grants of an app for a person.</summary>
    public Task RevokeAsync(string userId, Guid appId, CancellationToken cancellationToken) => RevokeAsync(
        authorizations => authorizations.RevokeAsync(userId, appId.ToString(), status: null, type: null, cancellationToken),
        tokens => tokens.RevokeAsync(userId, appId.ToString(), status: null, type: null, cancellationToken),
        cancellationToken);

    /// <summary>Ends one grant: both halves of its pair of tokens, and all that came before them.</summary>
    public async Task RevokeAsync(string authorizationId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .RevokeByAuthorizationIdAsync(authorizationId, cancellationToken);
    }

    // Both or neither: a grant without tokens, or tokens without a grant, would let part of the access go on.
    private async Task RevokeAsync(
        Func<IOpenIddictAuthorizationManager, ValueTask<long>> revokeGrants,
        Func<IOpenIddictTokenManager, ValueTask<long>> revokeTokens,
        CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await using var transaction = await services.GetRequiredService<GrantStore>().BeginAsync(cancellationToken);
        await revokeGrants(services.GetRequiredService<IOpenIddictAuthorizationManager>());
        await revokeTokens(services.GetRequiredService<IOpenIddictTokenManager>());
        await transaction.CommitAsync(cancellationToken);

        // What was revoked can be read from here on, and must be refused from here on.
        await services.GetRequiredService<AccessTokenRevocations>().RefreshAsync(CancellationToken.None);
    }
}
