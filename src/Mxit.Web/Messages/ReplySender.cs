using Mxit.Wire;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;
using Mxit.Platform.Wire;

namespace Mxit.Web.Messages;

/// <summary>Sends a reply from the page.</summary>
internal sealed class ReplySender(
    MessengerService messenger, ShownMessages shown, IOptions<MessageSettings> settings, TimeProvider clock)
{
    private const int MaxTries = 20;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends the reply once, even if it is posted again. After a success it is durable.</summary>
    public async Task<ReplyResult> SendAsync(string userId, string peer, ReplyForm answer, CancellationToken cancellationToken)
    {
        if (FindFault(answer.Text) is { } fault)
        {
            return ReplyResult.Refused(fault);
        }

        var caller = new Caller { UserId = userId, Scopes = [] };
        var message = new WriteMessageBody(peer, answer.Text);
        var result = await messenger.WriteAsync(caller, message, answer.ToKey(peer), cancellationToken);

        // A double click: the request of the first click is in flight, and sends the same message.
        for (var tries = 1; result.Refusal is { Kind: RefusalKind.KeyInUse } && tries < MaxTries; tries++)
        {
            await Task.Delay(TryAgainAfter, clock, cancellationToken);
            result = await messenger.WriteAsync(caller, message, answer.ToKey(peer), cancellationToken);
        }

        if (result is { IsDone: true, Value: { UnknownRecipients: null, MessageId: var id } })
        {
            await shown.WaitAsync(caller, peer, id, cancellationToken);
            return ReplyResult.Sent;
        }

        return result.Refusal?.Kind switch
        {
            RefusalKind.NotFound => ReplyResult.NotFound,
            RefusalKind.Overloaded => ReplyResult.Later(
                "Very many messages are on their way at the moment. Please send it again in a few seconds."),
            RefusalKind.KeyInUse => ReplyResult.Later(
                "This is being sent. If it does not appear in a moment, please send it again; it cannot arrive twice."),
            RefusalKind.NotStored => ReplyResult.Later("This could not be stored. Please send it again; it cannot arrive twice."),
            _ => ReplyResult.Refused("This could not be sent."),
        };
    }

    private string? FindFault(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "Please type a message first.",
        _ when text.Length > settings.Value.MaxBodyLength =>
            $"This is too long: it has {text.Length} characters, and a message may have {settings.Value.MaxBodyLength}.",
        _ when text.Contains('\0', StringComparison.Ordinal) => "This holds a character that no message may have.",
        _ => null,
    };
}
