using Mxit;

namespace EchoBot;

/// <summary>Replies to each received message with its own text.</summary>
/// <param name="messenger">The messages of the person that the bot acts for.</param>
/// <param name="files">What the bot remembers.</param>
public sealed class EchoResponder(MessengerClient messenger, BotFiles files)
{
    /// <summary>Listens until it is cancelled. Connections that break are replaced by the client.</summary>
    /// <param name="stop">Ends the bot.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        var cursor = await files.LoadCursorAsync(stop);
        await foreach (var message in messenger.ListenAsync(cursor, cancellationToken: stop))
        {
            // The feed carries what the bot sends, too. Without this line the bot would answer itself.
            if (message.Direction == MessageDirection.Received)
            {
                await ReplyAsync(message, stop);
            }

            await files.SaveCursorAsync(message.Cursor, stop);
            await messenger.MarkDeliveredAsync(message.Cursor, cancellationToken: stop);
        }
    }

    private async Task ReplyAsync(MessengerMessage message, CancellationToken stop)
    {
        try
        {
            // The key makes the reply idempotent: after a crash in between, the same reply is not sent twice.
            var options = new MxitCallOptions { IdempotencyKey = $"reply-{message.Id}" };
            await messenger.SendMessageAsync(message.Peer, $"You said: {message.Body}", options, stop);
        }
        catch (MxitNotFoundException)
        {
            // The sender is an app, or no longer a contact: nobody to reply to.
        }
    }
}
