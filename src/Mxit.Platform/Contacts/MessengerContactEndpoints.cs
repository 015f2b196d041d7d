using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>Contacts in the people's API: this project's own.</summary>
internal static class MessengerContactEndpoints
{
    private const int DefaultPage = 50;
    private const int MaxGroupBytes = 1_000;

    private const string One = $"{MxitRoutes.MessengerContacts}/{{id}}";

    public static void MapMessengerContacts(this IEndpointRouteBuilder routes)
    {
        var contacts = routes.MapGroup("/").WithTags("Contacts");
        contacts.MapGet(MxitRoutes.MessengerContacts, ListAsync)
            .WithSummary("The person's contacts by name, those of one filter; the next page comes with 'after'.")
            .Produces<MessengerContactPageReply>().Produces<string>(StatusCodes.Status400BadRequest)
            .RequirePerson();
        contacts.MapPut(One, InviteAsync)
            .WithSummary("Invites a person, or agrees to that person's invite; adds an app at once.")
            .Change(StatusCodes.Status400BadRequest);
        contacts.MapDelete(One, DeleteAsync)
            .WithSummary("Deletes a contact on both sides, or takes an invite back.")
            .Change();
        contacts.MapPost($"{One}/accept", AcceptAsync)
            .WithSummary("Agrees to an invite.")
            .Change(StatusCodes.Status409Conflict);
        contacts.MapPost($"{One}/reject", RejectAsync)
            .WithSummary("Turns an invite down.")
            .Change(StatusCodes.Status409Conflict);
        contacts.MapPost($"{One}/block", BlockAsync)
            .WithSummary("Wants nothing from a person or an app any more, contact or not.")
            .Change(StatusCodes.Status400BadRequest);
        contacts.MapPost($"{One}/unblock", UnblockAsync)
            .WithSummary("Ends a block; an invite that waited behind it shows now.")
            .Change(StatusCodes.Status400BadRequest);
        contacts.MapPut($"{One}/group", MoveAsync)
            .WithSummary("Puts a contact into a group: one JSON string of at most 32 characters.")
            .Accepts<string>("application/json")
            .Change(StatusCodes.Status400BadRequest);
        contacts.MapGet(MxitRoutes.MessengerSuggestions, SuggestAsync)
            .WithSummary("Whom the person may know: friends of friends, those with the most friends in common first.")
            .Produces<BasicProfileReply[]>().Produces<string>(StatusCodes.Status400BadRequest)
            .RequirePerson();
    }

    private static void Change(this RouteHandlerBuilder endpoint, params int[] refusals)
    {
        foreach (var status in (int[])[.. refusals, StatusCodes.Status404NotFound])
        {
            endpoint.Produces<string>(status);
        }

        endpoint.Produces(StatusCodes.Status200OK).RequirePerson();
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        ContactListService contacts,
        CancellationToken cancellationToken,
        string? filter = null,
        string? after = null,
        string? limit = null)
    {
        if (!WholeNumber.TryRead(limit, DefaultPage, out var count) || count is < 1 or > ContactListService.MaxPage)
        {
            return ApiResults.Error(
                StatusCodes.Status400BadRequest, $"limit must be a whole number from 1 to {ContactListService.MaxPage}.");
        }

        try
        {
            var wanted = string.IsNullOrEmpty(filter) ? ContactFilter.Connections : new ContactFilter(filter);
            return await contacts.PageAsync(
                caller.Id, wanted, string.IsNullOrEmpty(after) ? null : after, count, cancellationToken) is { } page
                ? ApiResults.Value(page, ReplyJson.Wire.MessengerContactPageReply)
                : ContactResults.UnknownFilter();
        }
        catch (FormatException)
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, "after must be what an earlier answer gave as 'next'.");
        }
    }

    private static async Task<IResult> InviteAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.InviteAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> DeleteAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.DeleteAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> AcceptAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.AcceptAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> RejectAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.RejectAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> BlockAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.BlockAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> UnblockAsync(
        string id, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.UnblockAsync(caller.Id, id, cancellationToken));

    private static async Task<IResult> MoveAsync(
        string id, HttpContext http, Caller caller, ContactService contacts, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(
            http.Request, MxitJson.Wire.String, MaxGroupBytes, "a JSON string", cancellationToken);
        return body.Value is { } group
            ? ApiResults.Done(await contacts.MoveAsync(caller.Id, id, group, cancellationToken))
            : body.Problem!;
    }

    private static async Task<IResult> SuggestAsync(
        Caller caller, SuggestionService suggestions, CancellationToken cancellationToken, string? count = null) =>
        await ContactResults.SuggestAsync(caller, suggestions, count, cancellationToken);
}
