using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Contact lists: one entry, one pair, the people whom somebody can write to.</summary>
internal sealed class ContactStore(
    IDbContextFactory<MxitDbContext> contexts, UnitsOfWork units, IEnumerable<IAppAddedStore> appAdded) : IPersonRemovedStore
{
    private const int MaxAttempts = 5;

    public async Task<ContactEntry?> FindAsync(string ownerId, string peerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<ContactEntry>().AsNoTracking()
            .SingleOrDefaultAsync(contact => contact.OwnerId == ownerId && contact.PeerId == peerId, cancellationToken);
    }

    /// <summary>Whether there is somebody with this user id.</summary>
    public async Task<bool> IsThereAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().AnyAsync(
            account => account.UserId == userId && account.RemovedUtc == null, cancellationToken);
    }

    /// <summary>
    /// The people and apps, of those who are there, that have these names, in the form in which names are compared.
    /// </summary>
    public async Task<List<(string Name, ContactPeer Peer)>> FindByNamesAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var owners = await (
            from name in context.Set<ReservedName>()
            where names.Contains(name.NormalizedName)
            join account in context.Set<Account>() on name.OwnerId equals account.UserId into accounts
            from account in accounts.DefaultIfEmpty()
            join app in context.Set<App>() on name.OwnerId equals app.ServiceName into apps
            from app in apps.DefaultIfEmpty()
            where account == null ? app != null && app.RemovedUtc == null : account.RemovedUtc == null
            select new { name.NormalizedName, name.OwnerId, IsPerson = account != null }).ToListAsync(cancellationToken);
        return owners.ConvertAll(row =>
            (row.NormalizedName, new ContactPeer(row.OwnerId, row.IsPerson ? ContactType.User : ContactType.Application)));
    }

    public async Task<IReadOnlyList<(string PeerId, string DisplayName)>> ListPeopleAsync(
        string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await context.Set<ContactEntry>()
            .Where(contact => contact.OwnerId == ownerId && contact.Type == ContactType.User && !contact.Blocked
                && contact.Subscription == SubscriptionType.Both)
            .Join(context.Set<Account>(), contact => contact.PeerId, account => account.UserId,
                (contact, account) => new { account.UserId, account.DisplayName })
            .OrderBy(person => person.DisplayName).ThenBy(person => person.UserId)
            .ToListAsync(cancellationToken);
        return people.ConvertAll(person => (person.UserId, person.DisplayName));
    }

    /// <summary>Puts an entry into another group; says no when there is no such entry.</summary>
    public async Task<bool> MoveAsync(string ownerId, string peerId, string group, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<ContactEntry>().Where(contact => contact.OwnerId == ownerId && contact.PeerId == peerId)
            .ExecuteUpdateAsync(set => set.SetProperty(contact => contact.Group, group), cancellationToken) == 1;
    }

    /// <summary>
    /// Reads both entries of a pair, lets a rule decide, and writes what it made of them, in one transaction that nobody else
    /// changes the pair beside.
    /// </summary>
    /// <returns>Whose entries are different now, or what the rule refuses.</returns>
    public async Task<Result<List<string>>> ChangeAsync(
        string ownerId, ContactPeer peer, ContactRule rule, DateTime nowUtc, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryChangeAsync(ownerId, peer, rule, nowUtc, cancellationToken);
            }
            catch (DbUpdateException) when (attempt < MaxAttempts)
            {
                // One of the two was removed in between, and its entries with it.
            }
        }
    }

    public Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        work.Context.Set<ContactEntry>()
            .Where(row => row.OwnerId == userId || row.PeerId == userId).ExecuteDeleteAsync(cancellationToken);

    private async Task<Result<List<string>>> TryChangeAsync(
        string ownerId, ContactPeer peer, ContactRule rule, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var work = await units.BeginAsync(cancellationToken);
        var context = work.Context;
        await work.HoldAsync([ContactKeys.OfPair(ownerId, peer.Id)], cancellationToken);
        var entries = await context.Set<ContactEntry>()
            .Where(contact => (contact.OwnerId == ownerId && contact.PeerId == peer.Id)
                || (contact.OwnerId == peer.Id && contact.PeerId == ownerId))
            .ToListAsync(cancellationToken);
        var own = new Slot(ownerId, peer, entries);
        var other = new Slot(peer.Id, new ContactPeer(ownerId, ContactType.User), entries);
        var ruled = rule(new ContactPair(own.Side, other.Side));
        if (!ruled.IsDone)
        {
            return ruled.Refusal;
        }

        var changed = new List<string>(2);
        Write(context, own, ruled.Value.Own, nowUtc, changed);
        Write(context, other, ruled.Value.Other, nowUtc, changed);
        if (changed.Count == 0)
        {
            return changed;
        }

        if (peer.Type == ContactType.Application
            && own.Side.Subscription != SubscriptionType.Both && ruled.Value.Own.Subscription == SubscriptionType.Both)
        {
            foreach (var store in appAdded)
            {
                await store.AddAppAsync(work, ownerId, peer.Id, nowUtc, cancellationToken);
            }
        }

        await work.CommitAsync(cancellationToken);
        return changed;
    }

    private static void Write(MxitDbContext context, Slot slot, ContactSide side, DateTime nowUtc, List<string> changed)
    {
        if (side == slot.Side)
        {
            return;
        }

        changed.Add(slot.OwnerId);
        if (slot.Entry is null)
        {
            context.Add(ContactKeys.NewEntry(slot.OwnerId, slot.Peer, side, nowUtc));
        }
        else if (side == ContactSide.Nothing)
        {
            context.Remove(slot.Entry);
        }
        else
        {
            (slot.Entry.Subscription, slot.Entry.Blocked) = (side.Subscription, side.Blocked);
        }
    }

    // One direction of a pair, as it was found.
    private sealed class Slot
    {
        public Slot(string ownerId, ContactPeer peer, List<ContactEntry> entries)
        {
            (OwnerId, Peer) = (ownerId, peer);
            Entry = entries.Find(entry => entry.OwnerId == ownerId && entry.PeerId == peer.Id);
            Side = Entry is null ? ContactSide.Nothing : new ContactSide(Entry.Subscription, Entry.Blocked);
        }

        public string OwnerId { get; }

        public ContactPeer Peer { get; }

        public ContactEntry? Entry { get; }

        public ContactSide Side { get; }
    }
}
