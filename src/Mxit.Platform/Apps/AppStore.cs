using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Apps;

/// <summary>The queries about apps that OpenIddict's manager does not know.</summary>
internal sealed class AppStore(MxitDbContext context)
{
    /// <summary>
    /// Takes the service name with the next save. The context is the one that OpenIddict's manager saves the app with, so
    /// that name and app come into being together.
    /// </summary>
    public void Reserve(string serviceName)
    {
        // The context may still hold what was made or read before.
        context.ChangeTracker.Clear();
        context.Set<ReservedName>().Add(new ReservedName
        {
            NormalizedName = NameRules.Normalize(serviceName),
            OwnerId = serviceName,
        });
    }

    public async Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        var normalized = NameRules.Normalize(serviceName);
        return await context.Set<ReservedName>().AnyAsync(row => row.NormalizedName == normalized, cancellationToken);
    }

    public Task<App?> FindByServiceNameOrNullAsync(string serviceName, CancellationToken cancellationToken)
    {
        var normalized = NameRules.Normalize(serviceName);
        return (
            from name in context.Set<ReservedName>()
            join app in context.Set<App>() on name.OwnerId equals app.ServiceName
            where name.NormalizedName == normalized && app.RemovedUtc == null
            select app).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether any app has a permission, as OpenIddict writes it into the list of an app.</summary>
    public Task<bool> HasPermissionAsync(string permission, CancellationToken cancellationToken) =>
        context.Set<App>().AnyAsync(
            app => app.RemovedUtc == null && app.Permissions != null && app.Permissions.Contains($"\"{permission}\""),
            cancellationToken);

    /// <summary>Holds the row of an app until the end of a unit of work; says no when there is no such app.</summary>
    public static async Task<bool> HoldAsync(UnitOfWork work, string serviceName, CancellationToken cancellationToken) =>
        await work.Context.Set<App>().Where(row => row.ServiceName == serviceName && row.RemovedUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedUtc, row => row.CreatedUtc), cancellationToken) == 1;

    public Task<List<App>> ListAsync(CancellationToken cancellationToken) =>
        context.Set<App>().Where(app => app.RemovedUtc == null).OrderBy(app => app.ServiceName).ToListAsync(cancellationToken);
}
