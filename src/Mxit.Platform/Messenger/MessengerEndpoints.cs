using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Delivery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using Mxit.Platform.Streams;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Messenger;

/// <summary>The people's API: this project's own, for pages, tests and programs that read as a person.</summary>
internal static class MessengerEndpoints
{
    private const int DefaultPage = 50;
    private const int MaxMarkBytes = 1_000;

    public static void MapMessengerEndpoints(this IEndpointRouteBuilder routes)
    {
        var messenger = routes.MapGroup("/").WithTags("Messenger");
        messenger.MapGet(MxitRoutes.MessengerConversations, ListConversationsAsync)
            .WithSummary("The person's conversations, newest first.")
            .Produces<ConversationListReply>()
            .RequirePerson();
        messenger.MapGet(MxitRoutes.MessengerMessages, ListMessagesAsync)
            .WithSummary("Messages after a cursor, oldest first, of one conversation or of all.")
            .Produces<MessagePageReply>()
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerMessages, WriteAsync)
            .WithSummary("Writes to a person among the contacts. Takes an Idempotency-Key.")
            .Accepts<WriteMessageBody>("application/json")
            .Produces<WrittenMessageReply>()
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerDelivered, MarkDeliveredAsync)
            .WithSummary("The person's device has the received messages up to a cursor.")
            .Accepts<MarkMessagesBody>("application/json")
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerRead, MarkReadAsync)
            .WithSummary("The person has read the received messages up to a cursor.")
            .Accepts<MarkMessagesBody>("application/json")
            .RequirePerson();
        messenger.MapGet(MxitRoutes.MessengerEvents, Listen)
            .WithSummary(
                "Live news as server-sent events, resuming after Last-Event-ID or the cursor in 'after': 'message', " +
                "'contacts' when the list of contacts changed, 'offers' when the state of a file offer did, and 'closed' with " +
                "the reason as the last one.")
            .RequirePerson();
    }

    private static async Task<IResult> ListConversationsAsync(
        Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        Results.Json(
            await messenger.ListConversationsAsync(caller.Id, cancellationToken), ReplyJson.Wire.ConversationListReply);

    private static async Task<IResult> ListMessagesAsync(
        Caller caller,
        MessengerService messenger,
        CancellationToken cancellationToken,
        string? peer = null,
        string? after = null,
        string? limit = null)
    {
        if (!Paging.TryReadCursor(after, out var cursor))
        {
            return Paging.BadCursor("after");
        }

        if (!Paging.TryReadLimit(limit, DefaultPage, MessengerService.MaxPage, out var count))
        {
            return Paging.BadLimit(MessengerService.MaxPage);
        }

        var page = await messenger.ListMessagesAsync(caller.Id, peer, cursor ?? 0, count, cancellationToken);
        return Results.Json(page, ReplyJson.Wire.MessagePageReply);
    }

    private static async Task<IResult> WriteAsync(
        HttpContext http, Caller caller, MessengerService messenger, IOptions<MessageSettings> settings,
        CancellationToken cancellationToken)
    {
        var body = await KeyedBody.ReadAsync(
            http.Request, MxitJson.Wire.WriteMessageBody, settings.Value.MaxRequestBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        var sent = await messenger.WriteAsync(caller, body.Value, body.Key, cancellationToken);
        return sent is { IsDone: true, Value: { UnknownRecipients: null, MessageId: var id } }
            ? Results.Json(new WrittenMessageReply(id), ReplyJson.Wire.WrittenMessageReply)
            : MessageEndpoints.ToAnswer(http.Response, sent);
    }

    private static Task<IResult> MarkDeliveredAsync(
        HttpContext http, Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        MarkAsync(http, mark => messenger.MarkDeliveredAsync(caller.Id, mark, cancellationToken), cancellationToken);

    private static Task<IResult> MarkReadAsync(
        HttpContext http, Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        MarkAsync(http, mark => messenger.MarkReadAsync(caller.Id, mark, cancellationToken), cancellationToken);

    private static async Task<IResult> MarkAsync(
        HttpContext http, Func<MarkMessagesBody, Task<AcknowledgementOutcome>> mark, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(
            http.Request, MxitJson.Wire.MarkMessagesBody, MaxMarkBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        return await mark(body.Value) == AcknowledgementOutcome.Stored
            ? ApiResults.Empty()
            : ApiResults.Later(
                StatusCodes.Status503ServiceUnavailable,
                "The messages could not be marked now; mark them again in a moment.",
                TimeSpan.FromSeconds(1));
    }

    private static IResult Listen(
        HttpContext http, Caller caller, MessengerService messenger, EventStreams streams, string? after = null) =>
        streams.Of(http, caller, "messenger", after, (cursor, stop) => messenger.ListenAsync(caller, cursor, stop), ToEvent);

    private static SseItem<string> ToEvent(MessengerNews news) => news switch
    {
        { Message: { } message } => new SseItem<string>(
            JsonSerializer.Serialize(message, ReplyJson.Wire.MessageReply), "message")
        {
            EventId = message.Cursor.ToString(CultureInfo.InvariantCulture),
        },
        { ContactsChanged: true } => new SseItem<string>("", "contacts"),
        { OffersChanged: true } => new SseItem<string>("", "offers"),
        _ => EventStreams.Ping,
    };
}
