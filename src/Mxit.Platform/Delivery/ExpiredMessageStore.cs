using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

internal sealed class ExpiredMessageStore(IDbContextFactory<MxitDbContext> contexts)
{
    // A range with times of many lengths is looked at again each time that it has aged by this part, not for each of them.
    private const int LooksInALifetime = 16;

    /// <summary>
    /// Removes what expired undelivered among the messages of one range, and writes down that it did. One range is one
    /// transaction: about as much as one pass of the dispatcher.
    /// </summary>
    /// <returns>What was removed; <see langword="null"/> when no range is due.</returns>
    public async Task<RemovedMessages?> RemoveNextAsync(DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var range = await context.Set<DispatchRange>().AsNoTracking()
            .Where(row => row.NextExpiryUtc <= nowUtc)
            .OrderBy(row => row.NextExpiryUtc)
            .FirstOrDefaultAsync(cancellationToken);
        if (range is null)
        {
            return null;
        }

        var messages = await context.Set<Message>()
            .Where(message => message.Lane == range.Lane
                && message.Position >= range.FirstPosition && message.Position <= range.LastPosition)
            .Select(message => new Lifetime(message.AcceptedUtc, message.ExpiresUtc, message.Recipients))
            .ToListAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var removed = await RemoveAsync(context, range, messages, nowUtc, cancellationToken);
        await MoveOnAsync(context, range, messages, nowUtc, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    private static async Task<RemovedMessages> RemoveAsync(
        MxitDbContext context, DispatchRange range, List<Lifetime> messages, DateTime nowUtc, CancellationToken cancellationToken)
    {
        // Whoever acknowledges holds the counter as well: from here on nothing is delivered that is removed below.
        await context.Set<DeliveryCounter>().ExecuteUpdateAsync(
            set => set.SetProperty(counter => counter.LastChange, counter => counter.LastChange), cancellationToken);
        var receivers = messages.Where(message => message.ExpiresUtc <= nowUtc)
            .SelectMany(message => message.Recipients.Split(',')).Distinct(StringComparer.Ordinal).ToList();
        var expired = context.Set<InboxEntry>().Where(entry => EF.Parameter(receivers).Contains(entry.OwnerId)
            && entry.Cursor >= range.FirstCursor && entry.Cursor <= range.LastCursor
            && entry.State == InboxEntryState.Waiting && entry.ExpiresUtc <= nowUtc);
        var entries = await expired.OrderBy(entry => entry.Cursor)
            .Select(entry => new { entry.OwnerId, entry.PeerId, entry.MessagePosition })
            .ToListAsync(cancellationToken);
        if (entries.Count == 0)
        {
            return new RemovedMessages(0, []);
        }

        await expired.ExecuteDeleteAsync(cancellationToken);
        var last = await context.Set<DeliveryCounter>().Select(counter => counter.LastChange).SingleAsync(cancellationToken);
        context.Set<DeliveryFailure>().AddRange(entries.Select((entry, index) => new DeliveryFailure
        {
            MessagePosition = entry.MessagePosition,
            RecipientId = entry.OwnerId,
            SenderId = entry.PeerId,
            Reason = DeliveryFailureReason.Expired,
            ChangedUtc = nowUtc,
            Change = last + index + 1,
        }));
        await context.SaveChangesAsync(cancellationToken);
        await context.Set<DeliveryCounter>().ExecuteUpdateAsync(
            set => set.SetProperty(counter => counter.LastChange, last + entries.Count), cancellationToken);
        return new RemovedMessages(entries.Count, entries.Select(entry => entry.PeerId).ToHashSet(StringComparer.Ordinal));
    }

    // A range that the dispatcher has made longer meanwhile keeps its time, and comes again.
    private static async Task MoveOnAsync(
        MxitDbContext context, DispatchRange range, List<Lifetime> messages, DateTime nowUtc, CancellationToken cancellationToken)
    {
        DateTime? next = messages.Where(message => message.ExpiresUtc > nowUtc).Min(message => (DateTime?)message.ExpiresUtc);
        if (next is not null)
        {
            var pause = (nowUtc - messages.Min(message => message.AcceptedUtc)) / LooksInALifetime;
            next = next > nowUtc + pause ? next : UtcDateTimeConverter.ToStored(nowUtc + pause);
        }

        await context.Set<DispatchRange>()
            .Where(row =>
                row.Lane == range.Lane && row.FirstPosition == range.FirstPosition && row.LastPosition == range.LastPosition)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextExpiryUtc, next), cancellationToken);
    }

    private sealed record Lifetime(DateTime AcceptedUtc, DateTime ExpiresUtc, string Recipients);
}

/// <summary>What the cleaner removed.</summary>
/// <param name="Count">How many entries of histories.</param>
/// <param name="SenderIds">Who had sent them.</param>
internal sealed record RemovedMessages(int Count, IReadOnlyCollection<string> SenderIds);
