using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>The queries that read offers. An offer without a message is seen by none of them.</summary>
internal sealed class FileOfferStore(IDbContextFactory<MxitDbContext> contexts) : IMediaReferences
{
    public async Task<StoredFile?> FindFileOrNullAsync(Guid fileId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == fileId, cancellationToken);
    }

    /// <summary>Where the bytes of a file are; <see langword="null"/> when there is no such file.</summary>
    public async Task<string?> FindKeyOrNullAsync(Guid fileId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().Where(row => row.Id == fileId)
            .Select(row => row.Key).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<SentOffer?> FindOrNullAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await ReadAsync(context, context.Set<StoredOffer>().Where(row => row.Id == id), 1, cancellationToken))
            .SingleOrDefault();
    }

    /// <summary>Offers from somebody, newest first.</summary>
    public async Task<List<SentOffer>> ListFromAsync(
        string senderId, Guid? before, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(
            context, Before(context.Set<StoredOffer>().Where(row => row.SenderId == senderId), before), count, cancellationToken);
    }

    /// <summary>Offers to somebody, newest first, also those that have not reached the person.</summary>
    public async Task<List<SentOffer>> ListToAsync(
        string receiverId, Guid? before, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(
            context, Before(context.Set<StoredOffer>().Where(row => row.ReceiverId == receiverId), before), count,
            cancellationToken);
    }

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await context.Set<StoredOffer>().Where(row => keys.Contains(row.Key) && row.State == OfferState.Open)
            .Select(row => row.Key).Distinct().ToListAsync(cancellationToken);

    private static IQueryable<StoredOffer> Before(IQueryable<StoredOffer> offers, Guid? before) =>
        before is { } id ? offers.Where(row => row.Id.CompareTo(id) < 0) : offers;

    // Two statements, whatever the number of offers. The second walks through the conversations of a page once: histories are in
    // the order of their cursors and have no other index, which every message would have to pay for.
    private static async Task<List<SentOffer>> ReadAsync(
        MxitDbContext context, IQueryable<StoredOffer> offers, int count, CancellationToken cancellationToken)
    {
        var rows = await (
            from offer in offers
            join sent in MessageOnItsWay.From(
                context.Set<Message>(), context.Set<DispatchRange>()) on offer.Id equals sent.Message.Id
            orderby offer.Id descending
            select new { Offer = offer, sent.Message.Position, sent.IsDispatched })
                .AsNoTracking().Take(count).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var positions = rows.ConvertAll(row => row.Position);
        var senders = rows.Select(row => row.Offer.SenderId).Distinct().ToList();
        var receivers = rows.Select(row => row.Offer.ReceiverId).Distinct().ToList();
        var entries = await context.Set<InboxEntry>().AsNoTracking()
            .Where(row => receivers.Contains(row.OwnerId) && row.State == InboxEntryState.Waiting
                && positions.Contains(row.MessagePosition))
            .Concat(context.Set<InboxEntry>().Where(row => receivers.Contains(row.OwnerId) && senders.Contains(row.PeerId)
                && row.State != InboxEntryState.Waiting && row.Incoming && positions.Contains(row.MessagePosition)))
            .ToDictionaryAsync(row => row.MessagePosition, cancellationToken);
        return rows.ConvertAll(row => new SentOffer(row.Offer, row.IsDispatched, entries.GetValueOrDefault(row.Position)));
    }
}

/// <summary>An offer whose message is in the log.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="IsDispatched">The message was given to whom it is for.</param>
/// <param name="Received">The message in the receiver's history; <see langword="null"/> when it is not there.</param>
internal sealed record SentOffer(StoredOffer Offer, bool IsDispatched, InboxEntry? Received)
{
    /// <summary>The receiver does not get it.</summary>
    public bool IsLost => IsDispatched && Received is null;

    /// <summary>
    /// Whether the receiver sees it: what did not come in its time is never shown. Who has answered has got it.
    /// </summary>
    public bool IsVisible(DateTime nowUtc) => Received is not null
        && (Received.DeliveredUtc is not null || Received.ExpiresUtc > nowUtc || Offer.AnsweredUtc is not null);
}
