using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Checks messages and sends them. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
internal sealed class MessageSender(ApiCaller api, MxitClientSettings settings)
{
    public async Task<SendReceipt> SendAsync(
        OutgoingMessage message,
        IEnumerable<UserId> to,
        ScopeSet scopes,
        MxitCallOptions? options,
        CancellationToken cancellationToken,
        UserId? defaultFrom = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(to);
        string[] recipients = [.. to.Select(static id => id.Value)];
        CheckRecipients(recipients);
        var body = BodyOf(message, message.From ?? defaultFrom?.Value, recipients);
        var request = api.Request(
            HttpMethod.Post,
            MxitRoutes.MessageSend,
            scopes,
            options,
            ApiRequest.Json(body, MxitJson.Wire.SendMessageBody),
            confidential: [message.Body],
            recipients: recipients,
            hasKey: true);
        var reply = await api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new SendReceipt { MessageId = reply.MessageId, RequestId = reply.RequestId };
    }

    /// <summary>Sends a broadcast.</summary>
    public IAsyncEnumerable<BroadcastResult> BroadcastAsync(
        OutgoingMessage message,
        IAsyncEnumerable<UserId> recipients,
        ScopeSet scopes,
        BroadcastOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(recipients);
        options ??= new BroadcastOptions();
        BroadcastStart.Check(options);
        var run = new BroadcastRun(
            (to, call, stop) => SendAsync(message, to, scopes, call, stop),
            BroadcastFingerprint.Of(settings.ClientId, BodyOf(message, message.From)),
            recipients,
            options,
            settings.TimeProvider);
        return run.RunAsync(cancellationToken);
    }

    /// <summary>The body of the request, without recipients.</summary>
    /// <exception cref="ArgumentException">The message is invalid.</exception>
    public static SendMessageBody BodyOf(OutgoingMessage message, string? from, IReadOnlyList<string>? to = null)
    {
        if (string.IsNullOrEmpty(message.Body))
        {
            throw new ArgumentException("A message needs a body.", nameof(message));
        }

        if (message.From is not null && string.IsNullOrWhiteSpace(message.From))
        {
            throw new ArgumentException(
                "The sender must not be blank; leave it out to send as the token's own.", nameof(message));
        }

        return new SendMessageBody
        {
            Body = message.Body,
            ContainsMarkup = message.ContainsMarkup,
            From = from,
            Links = LinksOf(message.Links),
            Spool = message.Spool,
            SpoolTimeOut = SecondsOf(message.SpoolTimeout),
            To = to,
        };
    }

    private static void CheckRecipients(string[] to)
    {
        if (to.Length == 0)
        {
            throw new ArgumentException("A message needs at least one recipient.", nameof(to));
        }

        // A comma would turn one recipient into two.
        if (to.Any(static id => id.Length == 0 || id.Contains(',', StringComparison.Ordinal)))
        {
            throw new ArgumentException("A recipient must be one user id, not empty and without commas.", nameof(to));
        }
    }

    private static List<WireLink>? LinksOf(IReadOnlyList<MessageLink>? links)
    {
        // The historic service refused an empty list.
        if (links is not { Count: > 0 })
        {
            return null;
        }

        if (links.Any(static link => string.IsNullOrEmpty(link?.Text) || string.IsNullOrWhiteSpace(link.TargetService)))
        {
            throw new ArgumentException("A link needs a text and a target service.", nameof(links));
        }

        return [.. links.Select(static link => new WireLink
        {
            AddToBackHistory = link.AddToBackHistory,
            CreateTemporaryContact = link.CreateTemporaryContact,
            Parameters = link.Parameters,
            TargetService = link.TargetService,
            Text = link.Text,
        })];
    }

    // Rounded up: half a second must not become "do not keep at all".
    private static int? SecondsOf(TimeSpan? timeout) => timeout?.TotalSeconds switch
    {
        null => null,
        >= 0 and <= int.MaxValue and { } seconds => (int)Math.Ceiling(seconds),
        _ => throw new ArgumentException(
            "The spool time-out must be zero or more, and at most 2,147,483,647 seconds.", nameof(timeout)),
    };
}
