using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>The social graph as the historic service had it. Source: wire document, sections 5.1 to 5.3.</summary>
internal static class SocialGraphEndpoints
{
    private const int MaxCount = 26;

    public static void MapSocialGraph(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(MxitRoutes.ContactList, ListAsync).RequireToken(TokenRule.User(MxitScopes.GraphRead));
        routes.MapPut($"{MxitRoutes.Contact}{{contact}}", InviteAsync).RequireToken(TokenRule.User(MxitScopes.ContactInvite));
        routes.MapGet(MxitRoutes.Suggestions, SuggestAsync).RequireToken(TokenRule.User(MxitScopes.GraphRead));
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        ContactListService contacts,
        IOptions<ContactSettings> settings,
        CancellationToken cancellationToken,
        string? filter = null,
        string? skip = null,
        string? count = null)
    {
        if (!WholeNumber.TryRead(skip, 0, out var first))
        {
            return ContactResults.BadNumber("skip");
        }

        if (!WholeNumber.TryRead(count, MaxCount, out var asked))
        {
            return ContactResults.BadNumber("count");
        }

        var take = Math.Min(asked, MaxCount) + (settings.Value.InclusiveCount ? 1 : 0);
        var wanted = string.IsNullOrEmpty(filter) ? ContactFilter.Connections : new ContactFilter(filter);
        return await contacts.ListAsync(caller.Id, wanted, first, take, cancellationToken) is { } found
            ? ApiResults.Value(new ContactListReply { Contacts = found }, ReplyJson.Wire.ContactListReply)
            : ContactResults.UnknownFilter();
    }

    // Whatever body there is, or none: nothing of it is read.
    private static async Task<IResult> InviteAsync(
        string contact, Caller caller, ContactService contacts, CancellationToken cancellationToken) =>
        ApiResults.Done(await contacts.InviteAsync(caller.Id, contact, cancellationToken));

    private static async Task<IResult> SuggestAsync(
        Caller caller, SuggestionService suggestions, CancellationToken cancellationToken, string? count = null) =>
        await ContactResults.SuggestAsync(caller, suggestions, count, cancellationToken);
}
