using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Lets people see which apps they have allowed to act, and take that back.</summary>
internal sealed class AllowedAppService
{
    private readonly AllowedAppStore _store;
    private readonly GrantRevoker _grants;
    private readonly IServiceScopeFactory _scopes;
    private readonly SecurityEvents _events;
    private readonly TimeProvider _clock;

    internal AllowedAppService(
        AllowedAppStore store, GrantRevoker grants, IServiceScopeFactory scopes, SecurityEvents events, TimeProvider clock) =>
        (_store, _grants, _scopes, _events, _clock) = (store, grants, scopes, events, clock);

    /// <summary>The apps that a person has allowed to act, by name.</summary>
    public async Task<IReadOnlyList<AllowedApp>> ListAsync(string userId, CancellationToken cancellationToken) =>
        await _store.ListAsync(userId, _clock.GetStoredUtcNow(), cancellationToken);

    /// <summary>
    /// Takes back all that a person has allowed an app; its tokens for the person end. Nothing happens for an unknown one.
    /// </summary>
    public async Task WithdrawAsync(string userId, string clientId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        if (clientId is { Length: > 0 and <= 100 } && !clientId.Contains('\0', StringComparison.Ordinal)
            && await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>()
                .FindByClientIdAsync(clientId, cancellationToken) is App app)
        {
            await _grants.RevokeAsync(userId, app.Id, cancellationToken);
            _events.ConsentWithdrawn(userId, app.ServiceName);
        }
    }
}
