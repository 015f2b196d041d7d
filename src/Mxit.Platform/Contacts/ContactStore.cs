using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

internal sealed class ContactStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<ContactEntry?> FindAsync(string ownerId, string peerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Contacts.AsNoTracking()
            .SingleOrDefaultAsync(contact => contact.OwnerId == ownerId && contact.PeerId == peerId, cancellationToken);
    }

    public async Task<IReadOnlyList<(string PeerId, string DisplayName)>> ListPeopleAsync(
        string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await context.Contacts
            .Where(contact => contact.OwnerId == ownerId && contact.Type == ContactType.User && !contact.Blocked
                && contact.Subscription == SubscriptionType.Both)
            .Join(context.Accounts, contact => contact.PeerId, account => account.UserId,
                (contact, account) => new { account.UserId, account.DisplayName })
            .OrderBy(person => person.DisplayName).ThenBy(person => person.UserId)
            .ToListAsync(cancellationToken);
        return people.ConvertAll(person => (person.UserId, person.DisplayName));
    }

    /// <summary>Makes each entry an accepted one: adds it, or changes the one that is there. Blocks stay.</summary>
    public async Task AcceptAsync(IReadOnlyList<ContactEntry> entries, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            foreach (var entry in entries)
            {
                var present = await context.Contacts.FindAsync([entry.OwnerId, entry.PeerId], cancellationToken);
                if (present is null)
                {
                    context.Add(entry);
                }
                else
                {
                    present.Subscription = SubscriptionType.Both;
                }
            }

            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException)
                when (context.ChangeTracker.Entries<ContactEntry>().Any(entry => entry.State == EntityState.Added))
            {
                if (!await AnyIsThereAsync(context, cancellationToken))
                {
                    throw;
                }

                // Somebody else has added one of them in between: look again.
            }
        }
    }

    private static async Task<bool> AnyIsThereAsync(MxitDbContext context, CancellationToken cancellationToken)
    {
        foreach (var entry in context.ChangeTracker.Entries<ContactEntry>().Where(entry => entry.State == EntityState.Added).ToList())
        {
            if (await entry.GetDatabaseValuesAsync(cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
