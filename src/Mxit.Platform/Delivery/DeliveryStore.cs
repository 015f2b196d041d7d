using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

internal sealed class DeliveryStore(IDbContextFactory<MxitDbContext> contexts)
{
    // Named in a query, they lead to a stretch of an index; without, SQLite would walk through all that a person ever got.
    private static readonly InboxEntryState[] AnyState = Enum.GetValues<InboxEntryState>();

    public async Task<SentMessage?> FindMessageOrNullAsync(string senderId, Guid messageId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await MessageOnItsWay.From(context.Set<Message>(), context.Set<DispatchRange>())
            .Where(row => row.Message.Id == messageId && row.Message.SenderId == senderId)
            .Select(row => new
            {
                row.Message.Lane,
                row.Message.Position,
                row.Message.Recipients,
                row.Message.AcceptedUtc,
                row.IsDispatched,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new SentMessage(
                found.Lane, found.Position, [.. found.Recipients.Split(',')], found.AcceptedUtc, found.IsDispatched);
    }

    // Entries first: one that expires in between is found as a failure, and not nowhere.
    public async Task<Outcomes> FindOutcomesAsync(SentMessage message, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var range = await context.Set<DispatchRange>().AsNoTracking()
            .Where(row => row.Lane == message.Lane && row.FirstPosition <= message.Position)
            .OrderByDescending(row => row.FirstPosition)
            .FirstOrDefaultAsync(cancellationToken);
        var entries = range is null || range.LastPosition < message.Position
            ? []
            : await context.Set<InboxEntry>().AsNoTracking()
                .Where(entry => EF.Parameter(message.Recipients).Contains(entry.OwnerId) && AnyState.Contains(entry.State)
                    && entry.Cursor >= range.FirstCursor && entry.Cursor <= range.LastCursor
                    && entry.MessagePosition == message.Position && entry.Incoming)
                .ToDictionaryAsync(entry => entry.OwnerId, StringComparer.Ordinal, cancellationToken);
        var failures = await context.Set<DeliveryFailure>().AsNoTracking()
            .Where(failure => failure.MessagePosition == message.Position)
            .ToDictionaryAsync(failure => failure.RecipientId, StringComparer.Ordinal, cancellationToken);
        return new Outcomes(entries, failures);
    }

    public async Task<long> FindLastChangeAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await LastChangeAsync(context, cancellationToken);
    }

    public async Task<List<DeliveryChangeReply>> ListChangesAsync(
        string senderId, long after, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // The two kinds of change are read one after the other. What becomes visible in between lies behind this and comes next
        // time; without it, a number of the first kind could be passed over for a greater one of the second.
        var last = await LastChangeAsync(context, cancellationToken);
        if (last <= after)
        {
            return [];
        }

        var marks = await (
            from entry in context.Set<InboxEntry>()
            where entry.PeerId == senderId && entry.Change > after && entry.Change <= last
            join message in context.Set<Message>() on entry.MessagePosition equals message.Position
            orderby entry.Change
            select new { Entry = entry, message.Id }).AsNoTracking().Take(count).ToListAsync(cancellationToken);
        var failures = await (
            from failure in context.Set<DeliveryFailure>()
            where failure.SenderId == senderId && failure.Change > after && failure.Change <= last
            join message in context.Set<Message>() on failure.MessagePosition equals message.Position
            orderby failure.Change
            select new { Failure = failure, message.Id }).AsNoTracking().Take(count).ToListAsync(cancellationToken);
        return [.. marks.Select(row => Describe(row.Entry, row.Id))
            .Concat(failures.Select(row => Describe(row.Failure, row.Id)))
            .OrderBy(change => change.Cursor)
            .Take(count)];
    }

    private static DeliveryChangeReply Describe(InboxEntry entry, Guid messageId) => entry.ReadUtc is { } readUtc
        ? new DeliveryChangeReply(entry.Change!.Value, messageId, entry.OwnerId, DeliveryStates.Read, null, readUtc)
        : new DeliveryChangeReply(
            entry.Change!.Value, messageId, entry.OwnerId, DeliveryStates.Delivered, null, entry.DeliveredUtc!.Value);

    private static DeliveryChangeReply Describe(DeliveryFailure failure, Guid messageId) => new(
        failure.Change,
        messageId,
        failure.RecipientId,
        DeliveryText.State(failure.Reason),
        DeliveryText.ReasonOrNull(failure.Reason),
        failure.ChangedUtc);

    private static Task<long> LastChangeAsync(MxitDbContext context, CancellationToken cancellationToken) =>
        context.Set<DeliveryCounter>().Where(counter => counter.Id == 1)
            .Select(counter => counter.LastChange).SingleAsync(cancellationToken);
}

/// <summary>A message in the log, as far as its delivery is concerned.</summary>
internal sealed record SentMessage(int Lane, long Position, List<string> Recipients, DateTime AcceptedUtc, bool IsDispatched);

/// <summary>What is written down of a message, for each of its recipients.</summary>
internal sealed record Outcomes(
    IReadOnlyDictionary<string, InboxEntry> Entries, IReadOnlyDictionary<string, DeliveryFailure> Failures);
