using System.Runtime.CompilerServices;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Delivery;

/// <summary>What became of the messages that somebody sent.</summary>
internal sealed class DeliveryService
{
    /// <summary>The most changes of one page.</summary>
    public const int MaxPage = 200;

    // 16 seconds of silence: also how it is noticed that a program has gone without saying so.
    private const int ChecksBetweenHeartbeats = 4;

    private readonly DeliveryStore _store;
    private readonly DeliveryNews _news;
    private readonly TimeProvider _clock;

    internal DeliveryService(DeliveryStore store, DeliveryNews news, TimeProvider clock) =>
        (_store, _news, _clock) = (store, news, clock);

    /// <summary>What became of one message; <see langword="null"/> when the sender sent none with this id.</summary>
    public async Task<DeliveryReply?> FindOrNullAsync(string senderId, Guid messageId, CancellationToken cancellationToken)
    {
        if (await _store.FindMessageOrNullAsync(senderId, messageId, cancellationToken) is not { } message)
        {
            return null;
        }

        var found = await _store.FindOutcomesAsync(message, cancellationToken);
        var nowUtc = _clock.GetStoredUtcNow();
        return new DeliveryReply(
            messageId, message.AcceptedUtc, [.. message.Recipients.Select(userId => Describe(userId, message, found, nowUtc))]);
    }

    /// <summary>What became of the sender's messages, after a cursor, oldest first.</summary>
    public async Task<DeliveryChangePageReply> ListChangesAsync(
        string senderId, long after, int limit, CancellationToken cancellationToken)
    {
        var changes = await _store.ListChangesAsync(senderId, after, limit + 1, cancellationToken);
        var hasMore = changes.Count > limit;
        if (hasMore)
        {
            changes.RemoveRange(limit, changes.Count - limit);
        }

        return new DeliveryChangePageReply(changes, changes.Count > 0 ? changes[^1].Cursor : after, hasMore);
    }

    /// <summary>Every change after a cursor, those that are there and those that come, in order.</summary>
    /// <param name="caller">The sender; the stream ends when the token or session does.</param>
    /// <param name="after">The cursor; <see langword="null"/> for what comes from now on.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The changes; <see langword="null"/> now and then, so that silence can be told from a lost connection.</returns>
    public async IAsyncEnumerable<DeliveryChangeReply?> ListenAsync(
        Caller caller, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        using var listener = _news.Listen(caller.Id);
        var cursor = after ?? await _store.FindLastChangeAsync(cancellationToken);
        var quiet = 0;
        var isBehind = false;
        yield return null;
        while (await caller.IsStillGoodAsync(cancellationToken))
        {
            // Whoever is behind goes through pages that nobody else needs now.
            var from = cursor;
            var page = isBehind
                ? await ListChangesAsync(caller.Id, from, MaxPage, cancellationToken)
                : await listener.ReadAsync(
                    from, () => ListChangesAsync(caller.Id, from, MaxPage, CancellationToken.None), cancellationToken);
            foreach (var change in page.Changes)
            {
                yield return change;
            }

            (cursor, isBehind) = (page.Cursor, page.HasMore);
            if (isBehind || await listener.WaitAsync(_clock, cancellationToken))
            {
                quiet = 0;
            }
            else if (++quiet % ChecksBetweenHeartbeats == 0)
            {
                yield return null;
            }
        }
    }

    private static RecipientDeliveryReply Describe(string userId, SentMessage message, Outcomes found, DateTime nowUtc)
    {
        if (found.Failures.TryGetValue(userId, out var failure))
        {
            return new RecipientDeliveryReply(
                userId, DeliveryText.State(failure.Reason), DeliveryText.ReasonOrNull(failure.Reason), failure.ChangedUtc);
        }

        if (!found.Entries.TryGetValue(userId, out var entry))
        {
            // Messages from before failures were written down left none.
            return message.IsDispatched
                ? new RecipientDeliveryReply(userId, DeliveryStates.NotAccepted, null, null)
                : new RecipientDeliveryReply(userId, DeliveryStates.Accepted, null, message.AcceptedUtc);
        }

        return entry switch
        {
            { ReadUtc: { } readUtc } => new RecipientDeliveryReply(userId, DeliveryStates.Read, null, readUtc),
            { DeliveredUtc: { } deliveredUtc } =>
                new RecipientDeliveryReply(userId, DeliveryStates.Delivered, null, deliveredUtc),
            { ExpiresUtc: { } expiresUtc } when expiresUtc <= nowUtc =>
                new RecipientDeliveryReply(userId, DeliveryStates.Expired, null, expiresUtc),
            _ => new RecipientDeliveryReply(userId, DeliveryStates.Accepted, null, message.AcceptedUtc),
        };
    }
}
