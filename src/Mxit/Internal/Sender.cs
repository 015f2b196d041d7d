using Mxit.Internal.Broadcasting;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Checks a message and sends it. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
internal sealed class Sender(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens)
{
    private readonly Uri _sendAddress = new(settings.ApiAddress, MxitRoutes.MessageSend);
    private readonly Uri _versionAddress = new(settings.ApiAddress, MxitRoutes.MessageVersion);

    public async Task<SendReceipt> SendAsync(
        OutgoingMessage message, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var body = BodyOf(message);
        var request = new ApiRequest(HttpMethod.Post, _sendAddress)
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Content = ApiRequest.Json(body, MxitJson.Wire.SendMessageBody),
            IdempotencyKey = options.KeyOrNew(settings.TimeProvider),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = [message.Body],
            Recipients = message.To,
        };
        var reply = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new SendReceipt(reply.MessageId, reply.RequestId);
    }

    /// <summary>Sends a message of its own to very many people.</summary>
    public IAsyncEnumerable<BroadcastResult> BroadcastAsync(
        BroadcastMessage message,
        IAsyncEnumerable<string> recipients,
        ScopeSet scopes,
        BroadcastOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(recipients);
        options ??= new BroadcastOptions();
        BroadcastStart.Check(options);
        var run = new BroadcastRun(
            (batch, call, stop) => SendAsync(batch, scopes, call, stop),
            message,
            BroadcastFingerprint.Of(settings.ClientId, BodyOf(message.To(["anybody"]))),
            recipients,
            options,
            settings.TimeProvider);
        return run.RunAsync(cancellationToken);
    }

    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(new ApiRequest(HttpMethod.Get, _versionAddress), cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.String);
    }

    private static SendMessageBody BodyOf(OutgoingMessage message)
    {
        if (message.To is not { Count: > 0 })
        {
            throw new ArgumentException("A message needs at least one recipient.", nameof(message));
        }

        // A comma would make two recipients of one.
        if (message.To.Any(static id => string.IsNullOrWhiteSpace(id) || id.Contains(',', StringComparison.Ordinal)))
        {
            throw new ArgumentException("A recipient must be one user id, not empty and without commas.", nameof(message));
        }

        if (string.IsNullOrEmpty(message.Body))
        {
            throw new ArgumentException("A message needs a body.", nameof(message));
        }

        if (message.From is not null && string.IsNullOrWhiteSpace(message.From))
        {
            throw new ArgumentException("The sender must not be blank; leave it out to send as the token's own.", nameof(message));
        }

        return new SendMessageBody
        {
            Body = message.Body,
            ContainsMarkup = message.ContainsMarkup,
            From = message.From,
            Links = LinksOf(message.Links),
            Spool = message.Spool,
            SpoolTimeOut = SecondsOf(message.SpoolTimeout),
            To = message.To,
        };
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
        _ => throw new ArgumentException("The spool time-out must be zero or more, and at most 2,147,483,647 seconds.", nameof(timeout)),
    };
}
