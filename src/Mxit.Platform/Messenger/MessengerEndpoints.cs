using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mxit.Messenger;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
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
            .Produces<ConversationList>()
            .RequirePerson();
        messenger.MapGet(MxitRoutes.MessengerMessages, ListMessagesAsync)
            .WithSummary("Messages after a cursor, oldest first, of one conversation or of all.")
            .Produces<MessagePage>()
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerMessages, WriteAsync)
            .WithSummary("Writes to a person among the contacts. Takes an Idempotency-Key.")
            .Accepts<WriteMessage>("application/json")
            .Produces<WrittenMessage>()
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerDelivered, MarkDeliveredAsync)
            .WithSummary("The person's device has the received messages up to a cursor.")
            .Accepts<MarkMessages>("application/json")
            .RequirePerson();
        messenger.MapPost(MxitRoutes.MessengerRead, MarkReadAsync)
            .WithSummary("The person has read the received messages up to a cursor.")
            .Accepts<MarkMessages>("application/json")
            .RequirePerson();
        messenger.MapGet(MxitRoutes.MessengerEvents, Listen)
            .WithSummary("Live news as server-sent events, resuming after Last-Event-ID or the cursor in 'after': 'message', 'contacts' when the list of contacts changed, and 'offers' when the state of a file offer did.")
            .RequirePerson();
    }

    private static async Task<IResult> ListConversationsAsync(
        Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        Results.Json(
            await messenger.ListConversationsAsync(caller.Id, cancellationToken), MxitJson.Wire.ConversationList);

    private static async Task<IResult> ListMessagesAsync(
        Caller caller,
        MessengerService messenger,
        CancellationToken cancellationToken,
        string? peer = null,
        string? after = null,
        string? limit = null)
    {
        if (!TryReadCursor(after, out var cursor))
        {
            return BadCursor("after");
        }

        var count = DefaultPage;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MessengerService.MaxPage))
        {
            return ApiResults.Error(
                StatusCodes.Status400BadRequest, $"limit must be a whole number from 1 to {MessengerService.MaxPage}.");
        }

        var page = await messenger.ListMessagesAsync(caller.Id, peer, cursor ?? 0, count, cancellationToken);
        return Results.Json(page, MxitJson.Wire.MessagePage);
    }

    private static async Task<IResult> WriteAsync(
        HttpContext http, Caller caller, MessengerService messenger, IOptions<MessageSettings> settings, CancellationToken cancellationToken)
    {
        var body = await KeyedBody.ReadAsync(
            http.Request, MxitJson.Wire.WriteMessage, settings.Value.MaxRequestBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        return await messenger.WriteAsync(caller, body.Value, body.Key, cancellationToken) switch
        {
            null => ApiResults.Error(StatusCodes.Status404NotFound, "'to' must be the user id of a person among your contacts."),
            { Outcome: SendOutcome.Accepted } sent => Results.Json(new WrittenMessage(sent.MessageId!.Value), MxitJson.Wire.WrittenMessage),
            var refused => MessageEndpoints.ToAnswer(http.Response, refused),
        };
    }

    private static Task<IResult> MarkDeliveredAsync(
        HttpContext http, Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        MarkAsync(http, mark => messenger.MarkDeliveredAsync(caller.Id, mark, cancellationToken), cancellationToken);

    private static Task<IResult> MarkReadAsync(
        HttpContext http, Caller caller, MessengerService messenger, CancellationToken cancellationToken) =>
        MarkAsync(http, mark => messenger.MarkReadAsync(caller.Id, mark, cancellationToken), cancellationToken);

    private static async Task<IResult> MarkAsync(
        HttpContext http, Func<MarkMessages, Task> mark, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(
            http.Request, MxitJson.Wire.MarkMessages, MaxMarkBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        await mark(body.Value);
        return ApiResults.Empty();
    }

    private static IResult Listen(
        HttpContext http, Caller caller, MessengerService messenger, IHostApplicationLifetime lifetime, string? after = null)
    {
        var resume = http.Request.Headers["Last-Event-ID"].FirstOrDefault();
        if (!TryReadCursor(string.IsNullOrEmpty(resume) ? after : resume, out var cursor))
        {
            return BadCursor(string.IsNullOrEmpty(resume) ? "after" : "Last-Event-ID");
        }

        // Proxies must not keep events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(ToEvents(messenger, caller, cursor, lifetime.ApplicationStopping, http.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ToEvents(
        MessengerService messenger,
        Caller caller,
        long? after,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An open stream must not hold up a server that stops; its reader comes back with the last cursor.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var messages = messenger.ListenAsync(caller, after, either.Token).GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            try
            {
                if (!await messages.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            // Only messages carry an id: it is the cursor to resume from.
            yield return messages.Current switch
            {
                { Message: { } message } => new SseItem<string>(
                    JsonSerializer.Serialize(message, MxitJson.Wire.MessengerMessage), "message")
                {
                    EventId = message.Cursor.ToString(CultureInfo.InvariantCulture),
                },
                { ContactsChanged: true } => new SseItem<string>("", "contacts"),
                { OffersChanged: true } => new SseItem<string>("", "offers"),
                _ => new SseItem<string>("", "ping"),
            };
        }
    }

    private static bool TryReadCursor(string? text, out long? cursor)
    {
        cursor = null;
        if (text is null)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        cursor = number;
        return true;
    }

    private static IResult BadCursor(string name) => ApiResults.Error(
        StatusCodes.Status400BadRequest, $"{name} must be a cursor: a whole number that an earlier answer gave.");
}
