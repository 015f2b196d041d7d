using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// File offers in the people's API: this project's own. Who may send files sees with the same token what became of those that it
/// offered.
/// </summary>
internal static class MessengerOfferEndpoints
{
    private const int DefaultPage = 50;

    // The longest name of a folder with every character escaped fits in it several times.
    private const int MaxAcceptBytes = 4_096;

    private const string One = $"{MxitRoutes.MessengerOffers}/{{offerId}}";

    public static void MapMessengerOffers(this IEndpointRouteBuilder routes)
    {
        TokenRule[] readers = [TokenRule.User(MxitScopes.Messenger), TokenRule.Session, TokenRule.Any(MxitScopes.ContentSend)];
        var offers = routes.MapGroup("/").WithTags("Offers");
        offers.MapGet(MxitRoutes.MessengerOffers, ListAsync)
            .WithSummary(
                "File offers, newest first: those that the person got, or with 'direction=out' those made by who asks. The " +
                "next page comes with 'before', an offer id.")
            .Produces<FileOfferPageReply>().Produces<string>(StatusCodes.Status400BadRequest)
            .RequireToken(readers);
        offers.MapGet(One, GetAsync)
            .WithSummary("One file offer, as its sender or its receiver sees it.")
            .Produces<FileOfferReply>().Produces<string>(StatusCodes.Status404NotFound)
            .RequireToken(readers);
        offers.MapGet($"{One}/thumbnail", GetThumbnailAsync)
            .WithSummary(
                "A small picture of the offered file, while the offer is open or the one who asks has the file. size, the " +
                "longest side in pixels, is 96, 240 or 640; 240 when it is not given.")
            .Produces<Stream>(contentType: "image/jpeg", additionalContentTypes: "image/png")
            .Produces<string>(StatusCodes.Status400BadRequest).Produces<string>(StatusCodes.Status404NotFound)
            .Produces<string>(StatusCodes.Status503ServiceUnavailable)
            .RequireToken(readers);
        offers.MapPost($"{One}/accept", AcceptAsync)
            .WithSummary(
                "Takes the file into the person's gallery. Accepting again changes nothing. 409 once it is declined, 410 once " +
                "it is expired or withdrawn.")
            .Accepts<AcceptOfferBody>("application/json")
            .Produces<string>(StatusCodes.Status400BadRequest).Produces<string>(StatusCodes.Status507InsufficientStorage)
            .Answer();
        offers.MapPost($"{One}/decline", DeclineAsync)
            .WithSummary(
                "Turns the file down. Declining again changes nothing. 409 once it is accepted, 410 once it is expired or " +
                "withdrawn.")
            .Answer();
    }

    private static void Answer(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<FileOfferReply>().Produces<string>(StatusCodes.Status404NotFound)
        .Produces<string>(StatusCodes.Status409Conflict).Produces<string>(StatusCodes.Status410Gone)
        .RequirePerson();

    private static async Task<IResult> ListAsync(
        Caller caller,
        FileOfferService offers,
        CancellationToken cancellationToken,
        string? direction = null,
        string? before = null,
        string? limit = null)
    {
        if (!WholeNumber.TryRead(limit, DefaultPage, out var count) || count is < 1 or > FileOfferService.MaxPage)
        {
            return ApiResults.Error(
                StatusCodes.Status400BadRequest, $"limit must be a whole number from 1 to {FileOfferService.MaxPage}.");
        }

        Guid? older = null;
        if (!string.IsNullOrEmpty(before))
        {
            if (!Guid.TryParse(before, out var id))
            {
                return ApiResults.Error(StatusCodes.Status400BadRequest, "before must be the id of an offer.");
            }

            older = id;
        }

        var mayReceive = FileOfferService.MaySeeReceived(caller);
        return (string.IsNullOrEmpty(direction) ? mayReceive ? "in" : "out" : direction) switch
        {
            "in" when !mayReceive => ApiResults.Forbidden(
                $"This token shows what was offered with direction=out; what came in needs a person's token with the scope " +
                $"{MxitScopes.Messenger}."),
            "in" => Page(await offers.ListReceivedAsync(caller.Id, older, count, cancellationToken)),
            "out" => Page(await offers.ListSentAsync(caller.Id, older, count, cancellationToken)),
            _ => ApiResults.Error(StatusCodes.Status400BadRequest, "direction must be in or out."),
        };
    }

    private static async Task<IResult> GetAsync(
        string offerId, Caller caller, FileOfferService offers, CancellationToken cancellationToken) =>
        Guid.TryParse(offerId, out var id) && await offers.FindOrNullAsync(caller, id, cancellationToken) is { } offer
            ? ApiResults.Value(offer, ReplyJson.Wire.FileOfferReply)
            : Unknown(offerId);

    private static async Task<IResult> GetThumbnailAsync(
        HttpResponse response,
        string offerId,
        Caller caller,
        FileOfferService offers,
        ThumbnailService thumbnails,
        CancellationToken cancellationToken,
        string? size = null)
    {
        if (!ThumbnailSizes.TryRead(size, out var side))
        {
            return ThumbnailResults.BadSize();
        }

        return Guid.TryParse(offerId, out var id)
            && await offers.FindViewableOrNullAsync(caller, id, cancellationToken) is { } viewable
                ? ThumbnailResults.Show(response, await thumbnails.OpenAsync(viewable.Key, side, cancellationToken))
                : Unknown(offerId);
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext http, string offerId, Caller caller, FileOfferService offers, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadOptionalAsync(
            http.Request, MxitJson.Wire.AcceptOfferBody, new AcceptOfferBody(null), MaxAcceptBytes, cancellationToken);
        return body.Value is null ? body.Problem!
            : Guid.TryParse(offerId, out var id)
                ? ToAnswer(await offers.AcceptAsync(caller, id, body.Value.Folder, cancellationToken))
            : Unknown(offerId);
    }

    private static async Task<IResult> DeclineAsync(
        string offerId, Caller caller, FileOfferService offers, CancellationToken cancellationToken) =>
        Guid.TryParse(offerId, out var id)
            ? ToAnswer(await offers.DeclineAsync(caller, id, cancellationToken))
            : Unknown(offerId);

    private static IResult Page(FileOfferPageReply page) => ApiResults.Value(page, ReplyJson.Wire.FileOfferPageReply);

    private static IResult Unknown(string offerId) => ApiResults.Refuse(FileOfferService.Unknown(offerId));

    private static IResult ToAnswer(Result<FileOfferReply> answer) =>
        answer.IsDone ? ApiResults.Value(answer.Value, ReplyJson.Wire.FileOfferReply) : ApiResults.Refuse(answer.Refusal);
}
