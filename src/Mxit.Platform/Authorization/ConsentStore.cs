using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>The queries about consents. OpenIddict keeps each as a permanent authorization.</summary>
internal sealed class ConsentStore(
    IDbContextFactory<MxitDbContext> contexts,
    IOpenIddictApplicationManager apps,
    IOpenIddictAuthorizationManager authorizations,
    TimeProvider clock)
{
    public async Task<IReadOnlyCollection<string>> ListScopesAsync(
        string userId, string clientId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var scopes = await context.Set<AppAuthorization>()
            .Where(row => row.Subject == userId && row.Application!.ClientId == clientId
                && row.Status == Statuses.Valid && row.Type == AuthorizationTypes.Permanent)
            .Select(row => row.Scopes).ToListAsync(cancellationToken);

        // As OpenIddict writes them.
        return [.. scopes.SelectMany(json => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? []).Distinct()];
    }

    public async Task AddAsync(string userId, string clientId, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        if (await apps.FindByClientIdAsync(clientId, cancellationToken) is { } app)
        {
            var descriptor = new OpenIddictAuthorizationDescriptor
            {
                ApplicationId = await apps.GetIdAsync(app, cancellationToken),
                CreationDate = clock.GetUtcNow(),
                Status = Statuses.Valid,
                Subject = userId,
                Type = AuthorizationTypes.Permanent,
            };
            descriptor.Scopes.UnionWith(scopes);
            await authorizations.CreateAsync(descriptor, cancellationToken);
        }
    }
}
