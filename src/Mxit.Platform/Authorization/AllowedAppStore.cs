using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>The query for what people have allowed.</summary>
internal sealed class AllowedAppStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>What was allowed for good, or has a token that can still be used.</summary>
    public async Task<List<AllowedApp>> ListAsync(string userId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from grant in context.Set<AppAuthorization>()
            where grant.Subject == userId && grant.Status == Statuses.Valid && grant.Application!.RemovedUtc == null
                && (grant.Type == AuthorizationTypes.Permanent
                    || grant.Tokens.Any(token => token.Status == Statuses.Valid && token.ExpirationDate > nowUtc))
            select new
            {
                grant.Application!.ClientId,
                grant.Application.DisplayName,
                grant.Application.ServiceName,
                grant.Scopes,
                grant.CreationDate,
            }).ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => (row.ClientId, row.DisplayName, row.ServiceName))
            .Select(app => new AllowedApp(
                app.Key.ClientId!,
                app.Key.DisplayName ?? app.Key.ServiceName,
                app.Key.ServiceName,
                [.. app.SelectMany(row => Scopes(row.Scopes)).Distinct()],
                app.Min(row => row.CreationDate) ?? default))
            .OrderBy(app => app.DisplayName, StringComparer.CurrentCultureIgnoreCase)];
    }

    private static string[] Scopes(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];
}
