using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>The queries about people.</summary>
internal sealed class AccountStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>Adds the account and takes its name; says no when either is there already.</summary>
    public async Task<bool> TryAddAsync(Account account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Set<Account>().Add(account);
        context.Set<ReservedName>().Add(new ReservedName
        {
            NormalizedName = NameRules.Normalize(account.Login!),
            OwnerId = account.UserId,
        });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            if (await IsTakenAsync(account, cancellationToken))
            {
                return false;
            }

            throw;
        }
    }

    public async Task<bool> IsNameTakenAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = NameRules.Normalize(name);
        return await context.Set<ReservedName>().AnyAsync(row => row.NormalizedName == normalized, cancellationToken);
    }

    public async Task<Account?> FindByLoginOrNullAsync(string login, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = NameRules.Normalize(login);
        return await (
            from name in context.Set<ReservedName>()
            join account in context.Set<Account>() on name.OwnerId equals account.UserId
            where name.NormalizedName == normalized && account.RemovedUtc == null
            select account).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<Account?> FindByUserIdOrNullAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.UserId == userId && row.RemovedUtc == null, cancellationToken);
    }

    public async Task<List<(string Login, string UserId)>> FindUserIdsAsync(
        IReadOnlyCollection<string> normalizedLogins, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from name in context.Set<ReservedName>()
            join account in context.Set<Account>() on name.OwnerId equals account.UserId
            where normalizedLogins.Contains(name.NormalizedName) && account.RemovedUtc == null
            select new { name.NormalizedName, account.UserId }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.NormalizedName, row.UserId));
    }

    /// <summary>Who has these names, people and apps, under the names; free ones are left out.</summary>
    public async Task<Dictionary<string, string>> FindOwnersAsync(
        IReadOnlyCollection<string> normalizedNames, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<ReservedName>().Where(row => EF.Parameter(normalizedNames).Contains(row.NormalizedName))
            .ToDictionaryAsync(row => row.NormalizedName, row => row.OwnerId, cancellationToken);
    }

    /// <summary>
    /// Adds all the accounts and takes their names, or does nothing and says no when one of them is there already.
    /// </summary>
    public async Task<bool> TryAddAllAsync(IReadOnlyCollection<Account> accounts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.AddRange(accounts);
        context.AddRange(accounts.Select(account => new ReservedName
        {
            NormalizedName = NameRules.Normalize(account.Login!),
            OwnerId = account.UserId,
        }));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            foreach (var account in accounts)
            {
                if (await IsTakenAsync(account, cancellationToken))
                {
                    return false;
                }
            }

            throw;
        }
    }

    public async Task<List<Account>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().AsNoTracking().Where(row => row.RemovedUtc == null)
            .OrderBy(row => row.Login).ToListAsync(cancellationToken);
    }

    public async Task<bool> SetPasswordAsync(
        string userId, string passwordHash, string securityStamp, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PasswordHash, passwordHash).SetProperty(row => row.SecurityStamp, securityStamp),
            cancellationToken) == 1;
    }

    public async Task SetStampAsync(string userId, string securityStamp, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Account>().Where(row => row.UserId == userId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SecurityStamp, securityStamp), cancellationToken);
    }

    /// <summary>Puts a better hash in the place of one, unless the password has changed meanwhile.</summary>
    public async Task ReplaceHashAsync(string userId, string oldHash, string newHash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Account>().Where(row => row.UserId == userId && row.PasswordHash == oldHash).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PasswordHash, newHash), cancellationToken);
    }

    /// <summary>Suspends or resumes; says no when there is no such person, or nothing to change.</summary>
    public async Task<bool> SetSuspendedAsync(
        string userId, DateTime? suspendedUtc, string securityStamp, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null);
        account = suspendedUtc is null
            ? account.Where(row => row.SuspendedUtc != null)
            : account.Where(row => row.SuspendedUtc == null);
        return await account.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SuspendedUtc, suspendedUtc).SetProperty(row => row.SecurityStamp, securityStamp),
            cancellationToken) == 1;
    }

    /// <summary>Holds the row of an account until the end of a unit of work; says no when there is no such person.</summary>
    public static async Task<bool> HoldAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        await work.Context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ChangedUtc, row => row.ChangedUtc), cancellationToken) == 1;

    /// <summary>
    /// Writes down that the pictures of a person are others, and so holds the row; says no when there is no such person.
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="userId">The person.</param>
    /// <param name="changesAvatar">Whether it is the avatar that is another one.</param>
    /// <param name="avatarId">The id of the new avatar; <see langword="null"/> for none.</param>
    /// <param name="changedUtc">Now.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<bool> SetPicturesChangedAsync(
        UnitOfWork work, string userId, bool changesAvatar, string? avatarId, DateTime changedUtc,
        CancellationToken cancellationToken) =>
        await work.Context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null).ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(row => row.ChangedUtc, changedUtc);
                if (changesAvatar)
                {
                    set.SetProperty(row => row.AvatarId, avatarId);
                }
            },
            cancellationToken) == 1;

    /// <summary>Empties the account and frees its login; says no when there is no such person.</summary>
    public static async Task<bool> RemoveAsync(
        UnitOfWork work, string userId, string securityStamp, DateTime removedUtc, CancellationToken cancellationToken)
    {
        var context = work.Context;
        var removed = await context.Set<Account>()
            .Where(row => row.UserId == userId && row.RemovedUtc == null).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.RemovedUtc, removedUtc)
                    .SetProperty(row => row.Login, (string?)null)
                    .SetProperty(row => row.PasswordHash, (string?)null)
                    .SetProperty(row => row.SuspendedUtc, (DateTime?)null)
                    .SetProperty(row => row.DisplayName, "")
                    .SetProperty(row => row.ChangedUtc, removedUtc)
                    .SetProperty(row => row.AvatarId, (string?)null)
                    .SetProperty(row => row.Profile, new PersonProfile())
                    .SetProperty(row => row.SecurityStamp, securityStamp),
                cancellationToken);
        if (removed == 0)
        {
            return false;
        }

        await context.Set<ReservedName>().Where(row => row.OwnerId == userId).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private async Task<bool> IsTakenAsync(Account account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = NameRules.Normalize(account.Login!);
        return await context.Set<ReservedName>().AnyAsync(row => row.NormalizedName == normalized, cancellationToken)
            || await context.Set<Account>().AnyAsync(row => row.UserId == account.UserId, cancellationToken);
    }
}
