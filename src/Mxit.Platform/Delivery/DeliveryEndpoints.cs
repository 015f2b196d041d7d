using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Streams;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Delivery;

/// <summary>
/// What became of one's own messages: this project's own. Who may send may ask about a message whose id the response to the send
/// gave; the list of all needs more of a person, since it tells whom the person writes to, through whichever app.
/// </summary>
internal static class DeliveryEndpoints
{
    private const int DefaultPage = 50;

    public static void MapDeliveryEndpoints(this IEndpointRouteBuilder routes)
    {
        var app = TokenRule.App(MxitScopes.MessageSend);
        var person = TokenRule.User(MxitScopes.Messenger);
        routes.MapGet($"{MxitRoutes.DeliveryMessages}{{messageId}}", FindAsync)
            .RequireToken(app, TokenRule.User(MxitScopes.MessageUser), person, TokenRule.Session);
        routes.MapGet(MxitRoutes.DeliveryChanges, ListAsync).RequireToken(app, person, TokenRule.Session);
        routes.MapGet(MxitRoutes.DeliveryEvents, Listen).RequireToken(app, person, TokenRule.Session);
    }

    private static async Task<IResult> FindAsync(
        string messageId, Caller caller, DeliveryService deliveries, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(messageId, out var id))
        {
            return ApiResults.Error(
                StatusCodes.Status400BadRequest, $"The id of a message is a UUID, as the header {MxitHeaders.MessageId} has it.");
        }

        return await deliveries.FindOrNullAsync(caller.Id, id, cancellationToken) is { } delivery
            ? ApiResults.Value(delivery, ReplyJson.Wire.DeliveryReply)
            : ApiResults.Error(StatusCodes.Status404NotFound, "You have sent no message with this id.");
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        DeliveryService deliveries,
        CancellationToken cancellationToken,
        string? after = null,
        string? limit = null)
    {
        if (!Paging.TryReadCursor(after, out var cursor))
        {
            return Paging.BadCursor("after");
        }

        if (!Paging.TryReadLimit(limit, DefaultPage, DeliveryService.MaxPage, out var count))
        {
            return Paging.BadLimit(DeliveryService.MaxPage);
        }

        var page = await deliveries.ListChangesAsync(caller.Id, cursor ?? 0, count, cancellationToken);
        return ApiResults.Value(page, ReplyJson.Wire.DeliveryChangePageReply);
    }

    private static IResult Listen(
        HttpContext http, Caller caller, DeliveryService deliveries, EventStreams streams, string? after = null) =>
        streams.Of(http, caller, "delivery", after, (cursor, stop) => deliveries.ListenAsync(caller, cursor, stop), ToEvent);

    private static SseItem<string> ToEvent(DeliveryChangeReply? change) => change is null
        ? EventStreams.Ping
        : new SseItem<string>(JsonSerializer.Serialize(change, ReplyJson.Wire.DeliveryChangeReply), "delivery")
        {
            EventId = change.Cursor.ToString(CultureInfo.InvariantCulture),
        };
}
