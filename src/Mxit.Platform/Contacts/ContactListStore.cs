using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>
/// Pages of contact lists, one statement each, by name without regard to case and then by id. Who was removed is left out.
/// </summary>
internal sealed class ContactListStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<List<ContactRow>> ListAsync(
        string ownerId, Expression<Func<ContactEntry, bool>> filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, ownerId, filter)
            .OrderBy(row => row.SortName).ThenBy(row => row.Id)
            .Skip(skip).Take(take)
            .ToListAsync(cancellationToken);
    }

    public async Task<List<ContactRow>> ListAfterAsync(
        string ownerId,
        Expression<Func<ContactEntry, bool>> filter,
        ContactPosition? after,
        int take,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Rows(context, ownerId, filter);
        if (after is not null)
        {
            rows = rows.Where(row => row.SortName.CompareTo(after.SortName) > 0
                || (row.SortName == after.SortName && row.Id.CompareTo(after.Id) > 0));
        }

        return await rows.OrderBy(row => row.SortName).ThenBy(row => row.Id).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>One entry; <see langword="null"/> when there is none.</summary>
    public async Task<ContactRow?> FindOrNullAsync(string ownerId, string peerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, ownerId, row => row.PeerId == peerId).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>How many entries the filter lets through.</summary>
    public async Task<int> CountAsync(
        string ownerId, Expression<Func<ContactEntry, bool>> filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, ownerId, filter).CountAsync(cancellationToken);
    }

    private static IQueryable<ContactRow> Rows(
        MxitDbContext context, string ownerId, Expression<Func<ContactEntry, bool>> filter) =>
        from contact in context.Set<ContactEntry>().AsNoTracking().Where(filter)
        where contact.OwnerId == ownerId
        join account in context.Set<Account>() on contact.PeerId equals account.UserId into accounts
        from account in accounts.DefaultIfEmpty()
        join app in context.Set<App>() on contact.PeerId equals app.ServiceName into apps
        from app in apps.DefaultIfEmpty()
        join opposite in context.Set<ContactEntry>()
            on new { Owner = contact.PeerId, Peer = contact.OwnerId } equals new
            {
                Owner = opposite.OwnerId,
                Peer = opposite.PeerId,
            }
            into opposites
        from opposite in opposites.DefaultIfEmpty()
        where account == null ? app != null && app.RemovedUtc == null : account.RemovedUtc == null
        let name = account == null ? app.DisplayName ?? app.ServiceName : account.DisplayName
        select new ContactRow
        {
            Id = contact.PeerId,
            Type = contact.Type,
            Subscription = contact.Subscription,
            Blocked = contact.Blocked,
            Group = contact.Group,
            DisplayName = name,
            SortName = name.ToLower(),
            IsBlockedByPeer = opposite != null && opposite.Blocked,
            AvatarId = account.AvatarId,
            StatusMessage = account.Profile.StatusMessage,
            Mood = account == null ? null : account.Profile.Mood,
            Availability = account == null ? null : account.Profile.Availability,
            StateChangedUtc = account.Profile.StateChangedUtc,
            LastOnlineUtc = account.Profile.LastOnlineUtc,
            CreatedUtc = account == null ? null : account.CreatedUtc,
        };
}
