using Mxit.Platform.Messenger;
using Mxit.Platform.Wire;

namespace Mxit.Web.Messages;

/// <summary>
/// Waits for what a person has sent: it is safe, but the page that follows shows it only once it was dispatched, mostly within
/// milliseconds.
/// </summary>
internal sealed class ShownMessages(MessengerService messenger, TimeProvider clock)
{
    private const int RecentMessages = 20;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a message is among those of a conversation, for a moment at most.</summary>
    public async Task WaitAsync(Caller caller, string peer, Guid id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The first element says that from now on nothing is missed, so this look leaves no gap.
            await foreach (var news in messenger.ListenAsync(caller, after: null, either.Token))
            {
                if (news.Message is not { } message
                    ? (await messenger.ListNewestAsync(caller.Id, peer, long.MaxValue, RecentMessages, either.Token)).Any(known => known.Id == id)
                    : message.Id == id)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It appears when it is there.
        }
    }
}
