using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Messenger;
using Mxit.Platform.Sessions;
using Mxit.Platform.Wire;
using Mxit.Web.Gallery;

namespace Mxit.Web.Messages;

/// <summary>Files in conversations: a person sends files, and accepts or declines the offers of others.</summary>
internal static class OfferEndpoints
{
    public const string ActionField = "do";
    public const string Accept = "accept";
    public const string Decline = "decline";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(MessagesUrl.All + "/{peer}/files", SendAsync).ExcludeFromDescription();
        routes.MapPost(MessagesUrl.All + "/{peer}/offers/{offerId}", AnswerAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SendAsync(
        HttpContext context,
        string peer,
        MessagesPages pages,
        FormFiles files,
        FileOfferSender offers,
        MessengerService messenger,
        ShownMessages shown,
        IOptions<GallerySettings> settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, MessagesUrl.Of(peer));
        }

        // Without a receiver the page has no form for files.
        if (MessagesPages.HoldsNul(peer)
            || await messenger.FindPeerAsync(userId, peer, context.RequestAborted) is not { Kind: "person" })
        {
            return await pages.ExplainAsync(context, userId, peer, StatusCodes.Status404NotFound, _ => null);
        }

        var caller = new Caller { UserId = userId, Scopes = [] };
        var offer = new OfferRequest(peer, AutoOpen: false, KeepMetadata: false);
        Guid? last = null;
        var report = await files.TakeAsync(context, peer, async (file, _, key) =>
        {
            var upload = new GalleryUpload(
                GalleryNames.Default, file.Name, PreventShare: false, file.ContentType, MimeType: null, Length: null);
            var result = await offers.OfferNewAsync(caller, upload, offer, file.Content, key, context.RequestAborted);
            last = result.IsDone ? result.Value.OfferId : last;
            return FileProblem.OfOfferOrNull(result.Refusal, settings.Value.MaxFileBytes);
        });
        if (last is { } messageId)
        {
            await shown.WaitAsync(caller, peer, messageId, context.RequestAborted);
        }

        return report.Status == StatusCodes.Status303SeeOther
            ? PageResults.SeeOther(context, MessagesUrl.Answer(peer))
            : await pages.ExplainAsync(
                context,
                userId,
                peer,
                report.Status,
                open => open with { Problem = report.Problem, Refused = report.Refused });
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, string peer, string offerId, MessagesPages pages, FileOfferService offers, IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, MessagesUrl.Of(peer));
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var form = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var caller = new Caller { UserId = userId, Scopes = [] };
        var problem = (Guid.TryParse(offerId, out var id), form?[ActionField].ToString()) switch
        {
            (_, null) => PageProblem.TooOld,
            (true, Accept) => FileProblem.OfAnswerOrNull(
                (await offers.AcceptAsync(caller, id, folder: null, context.RequestAborted)).Refusal),
            (true, Decline) =>
                FileProblem.OfAnswerOrNull((await offers.DeclineAsync(caller, id, context.RequestAborted)).Refusal),
            _ => PageProblem.NothingToDo,
        };
        return problem is null
            ? PageResults.SeeOther(context, MessagesUrl.AtOffer(peer, id))
            : await pages.ExplainAsync(context, userId, peer, problem.Status, open => open with { Problem = problem.Text });
    }
}
