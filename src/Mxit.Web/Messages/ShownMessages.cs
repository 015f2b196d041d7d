using Mxit.Platform.Messenger;
using Mxit.Platform.Wire;

namespace Mxit.Web.Messages;

/// <summary>
/// Waits until a message is dispatched. It is already durable, but the next page shows it only after the dispatch, usually within
/// milliseconds.
/// </summary>
internal sealed class ShownMessages(MessengerService messenger, TimeProvider clock)
{
    private const int RecentMessages = 20;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a conversation contains a message, for a short time at most.</summary>
    public async Task WaitAsync(Caller caller, string peer, Guid id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // After the first element no notification is missed, so this read leaves no gap.
            await foreach (var news in messenger.ListenAsync(caller, after: null, either.Token))
            {
                if (news.Message is not { } message
                    ? (await messenger.ListNewestAsync(caller.Id, peer, long.MaxValue, RecentMessages, either.Token)).Any(
                        known => known.Id == id)
                    : message.Id == id)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The page shows the message later.
        }
    }
}
