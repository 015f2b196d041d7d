using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Messages;
using Mxit.Wire;

namespace Mxit.Platform.Messenger;

internal sealed class MessengerStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<List<MessageReply>> ListAfterAsync(
        string ownerId, string? peerId, long after, int count, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var parts = new History(context, ownerId, nowUtc).Of(peerId, some => FirstOf(some.Where(entry => entry.Cursor > after)));
        return await ReadAsync(context, FirstOf(parts), nowUtc, cancellationToken);

        IQueryable<InboxEntry> FirstOf(IQueryable<InboxEntry> some) => some.OrderBy(entry => entry.Cursor).Take(count);
    }

    public async Task<List<MessageReply>> ListNewestAsync(
        string ownerId, string peerId, long before, int count, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var parts = new History(context, ownerId, nowUtc).Of(peerId, some => LastOf(some.Where(entry => entry.Cursor < before)));
        return await ReadAsync(context, LastOf(parts), nowUtc, cancellationToken);

        IQueryable<InboxEntry> LastOf(IQueryable<InboxEntry> some) => some.OrderByDescending(entry => entry.Cursor).Take(count);
    }

    public async Task<long> FindLastCursorAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // What has expired has its place all the same, so the time is one at which nothing had.
        return await new History(context, ownerId, nowUtc: DateTime.UnixEpoch)
            .Of(peerId: null, static entries => entries.OrderByDescending(entry => entry.Cursor).Take(1))
            .MaxAsync(entry => (long?)entry.Cursor, cancellationToken) ?? 0;
    }

    public async Task<List<ConversationReply>> ListConversationsAsync(
        string ownerId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var history = new History(context, ownerId, nowUtc);
        var parts = await Count(history.Waiting).Concat(Count(history.Unread)).ToListAsync(cancellationToken);
        parts.AddRange(await FindLastOfEachAsync(context, ownerId, cancellationToken));
        var heads = parts.GroupBy(part => part.PeerId, StringComparer.Ordinal).ToDictionary(
            head => head.Key,
            head => (Last: head.Max(part => part.Last), Unread: head.Sum(part => part.Unread)),
            StringComparer.Ordinal);
        var cursors = heads.Values.Select(head => head.Last).ToList();
        var newest = await ReadAsync(
            context,
            context.Set<InboxEntry>().Where(entry => cursors.Contains(entry.Cursor)),
            nowUtc,
            cancellationToken);
        var peers = await DescribeAsync(context, [.. heads.Keys], cancellationToken);
        return [.. newest.OrderByDescending(message => message.Cursor).Select(message =>
            new ConversationReply(peers[message.Peer], heads[message.Peer].Unread, message))];
    }

    public async Task<ConversationPeerReply> DescribeAsync(string peerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await DescribeAsync(context, [peerId], cancellationToken))[peerId];
    }

    // From peer to peer through the index, and to the end of each: grouping would walk through the whole history of the person.
    private static Task<List<Part>> FindLastOfEachAsync(
        MxitDbContext context, string ownerId, CancellationToken cancellationToken) =>
            context.Database.SqlQuery<Part>(
                $"""
                WITH RECURSIVE peers("PeerId") AS (
                    SELECT MIN("PeerId") FROM "InboxEntries" WHERE "OwnerId" = {ownerId} AND "State" <> 0
                    UNION ALL
                    SELECT (SELECT MIN("PeerId") FROM "InboxEntries" WHERE "OwnerId" = {ownerId} AND "State" <> 0 AND "PeerId" > last."PeerId")
                    FROM peers AS last WHERE last."PeerId" IS NOT NULL)
                SELECT "PeerId", 0 AS "Unread", (
                    SELECT MAX("Cursor") FROM "InboxEntries" WHERE "OwnerId" = {ownerId} AND "State" <> 0 AND "PeerId" = peers."PeerId") AS "Last"
                FROM peers WHERE "PeerId" IS NOT NULL
                """).ToListAsync(cancellationToken);

    private static IQueryable<Part> Count(IQueryable<InboxEntry> entries) => entries.GroupBy(entry => entry.PeerId)
        .Select(group => new Part { PeerId = group.Key, Last = group.Max(entry => entry.Cursor), Unread = group.Count() });

    private static async Task<List<MessageReply>> ReadAsync(
        MxitDbContext context, IQueryable<InboxEntry> entries, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var rows = await (
            from entry in entries
            join message in context.Set<Message>() on entry.MessagePosition equals message.Position
            join received in context.Set<InboxEntry>() on entry.PeerCursor equals (long?)received.Cursor into counterpart
            from received in counterpart.DefaultIfEmpty()
            join offer in context.Set<StoredOffer>() on message.Id equals offer.Id into offers
            from offer in offers.DefaultIfEmpty()
            select new
            {
                entry.Cursor,
                entry.PeerId,
                entry.Incoming,
                entry.DeliveredUtc,
                entry.ReadUtc,
                TheirExpiresUtc = received == null ? null : received.ExpiresUtc,
                TheirDeliveredUtc = received == null ? null : received.DeliveredUtc,
                TheirReadUtc = received == null ? null : received.ReadUtc,
                message.Id,
                message.Body,
                message.ContainsMarkup,
                message.Links,
                message.AcceptedUtc,
                Offer = offer,
            }).AsNoTracking().ToListAsync(cancellationToken);
        var messages = rows.ConvertAll(row =>
            new MessageReply(
                row.Id, row.Cursor, row.PeerId, row.Incoming ? "in" : "out", row.Body, row.AcceptedUtc)
            {
                ContainsMarkup = row.ContainsMarkup,
                Links = row.Links is null ? null : JsonSerializer.Deserialize(row.Links, MxitJson.Wire.MessageLinkArray),
                State = row.Incoming
                    ? State(row.DeliveredUtc, row.ReadUtc)
                    : IsLost(row.TheirExpiresUtc, row.TheirDeliveredUtc, nowUtc)
                        ? "notDelivered"
                        : State(row.TheirDeliveredUtc, row.TheirReadUtc),
                Offer = row.Offer is null
                    ? null
                    : OfferViews.Show(row.Offer, !row.Incoming, !row.Incoming && row.TheirExpiresUtc is null, nowUtc),
            });

        // A join need not keep the order of what it joins.
        messages.Sort((one, other) => one.Cursor.CompareTo(other.Cursor));
        return messages;
    }

    // The receiver has no entry where the message was not taken or expired; one that expired a moment ago may still be there.
    private static bool IsLost(DateTime? expiresUtc, DateTime? deliveredUtc, DateTime nowUtc) =>
        expiresUtc is null || (deliveredUtc is null && expiresUtc <= nowUtc);

    private static string State(DateTime? deliveredUtc, DateTime? readUtc) =>
        readUtc is not null ? "read" : deliveredUtc is not null ? "delivered" : "stored";

    private static async Task<Dictionary<string, ConversationPeerReply>> DescribeAsync(
        MxitDbContext context, List<string> peerIds, CancellationToken cancellationToken)
    {
        var people = await context.Set<Account>().Where(account => peerIds.Contains(account.UserId))
            .Select(account => new ConversationPeerReply(account.UserId, "person", account.DisplayName))
            .ToListAsync(cancellationToken);
        var apps = await context.Set<App>().Where(app => peerIds.Contains(app.ServiceName))
            .Select(app => new ConversationPeerReply(app.ServiceName, "app", app.DisplayName ?? app.ServiceName))
            .ToListAsync(cancellationToken);
        return people.Concat(apps).ToDictionary(peer => peer.Id, StringComparer.Ordinal);
    }

    /// <summary>The entries of one person, in parts each of which has an index that it is read from in order.</summary>
    private sealed class History(MxitDbContext context, string ownerId, DateTime nowUtc)
    {
        // What was not delivered in its time is never shown.
        public IQueryable<InboxEntry> Waiting =>
            Owned.Where(entry => entry.State == InboxEntryState.Waiting && entry.ExpiresUtc > nowUtc);

        public IQueryable<InboxEntry> Unread => Owned.Where(entry => entry.State == InboxEntryState.Unread);

        private IQueryable<InboxEntry> Acknowledged => Owned.Where(entry => entry.State != InboxEntryState.Waiting);

        private IQueryable<InboxEntry> Owned => context.Set<InboxEntry>().Where(entry => entry.OwnerId == ownerId);

        /// <summary>So much of each part as is wanted; of one conversation, or of all.</summary>
        public IQueryable<InboxEntry> Of(
            string? peerId, Func<IQueryable<InboxEntry>, IQueryable<InboxEntry>> take) => peerId is null
            ? take(Waiting)
                .Concat(take(Unread))
                .Concat(take(Owned.Where(entry => entry.State == InboxEntryState.Settled)))
            : take(Waiting.Where(entry => entry.PeerId == peerId))
                .Concat(take(Acknowledged.Where(entry => entry.PeerId == peerId)));
    }

    /// <summary>What one index says of a conversation.</summary>
    private sealed class Part
    {
        public required string PeerId { get; init; }

        public required long Last { get; init; }

        public required int Unread { get; init; }
    }
}
