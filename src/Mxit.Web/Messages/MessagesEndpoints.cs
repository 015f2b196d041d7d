using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Messages;
using Mxit.Platform.Sessions;

namespace Mxit.Web.Messages;

/// <summary><c>/messages</c>: a person reads messages and replies. Only the session decides whose they are.</summary>
internal static class MessagesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect(MessagesUrl.All)).ExcludeFromDescription();
        routes.MapGet(MessagesUrl.All, ListAsync).ExcludeFromDescription();
        routes.MapGet(MessagesUrl.All + "/{peer}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(MessagesUrl.All + "/{peer}", AnswerAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(HttpContext context, MessagesPages pages) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.ListAsync(context, userId)
            : PageResults.RedirectToSignIn(MessagesUrl.All);

    private static async Task<IResult> ShowAsync(
        HttpContext context, string peer, MessagesPages pages, string? before = null, string? text = null) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.OpenAsync(context, userId, peer, ReadCursorOrNull(before), text)
            : PageResults.RedirectToSignIn(MessagesUrl.Of(peer));

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        string peer,
        MessagesPages pages,
        ReplySender sender,
        IAntiforgery antiforgery,
        IOptions<MessageSettings> settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, MessagesUrl.Of(peer));
        }

        PostedForm.Limit(context, settings.Value.MaxRequestBytes);
        var proven = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var answer = (proven ?? await PostedForm.ReadUnprovenOrNullAsync(context)) is { } form ? ReplyForm.Read(form) : null;
        var result = answer switch
        {
            null => ReplyResult.Refused("This could not be read; perhaps it was far too long. Please try again."),
            _ when proven is null => ReplyResult.Refused("This page was too old. Please send it again."),
            _ when MessagesPages.HoldsNul(peer) => ReplyResult.NotFound,
            _ => await sender.SendAsync(userId, peer, answer, context.RequestAborted),
        };
        return result.Status == StatusCodes.Status303SeeOther
            ? PageResults.SeeOther(context, MessagesUrl.Answer(peer))
            : await pages.ExplainAsync(context, userId, peer, result.Status, open => Explain(open, answer, result));
    }

    private static OpenConversation? Explain(OpenConversation open, ReplyForm? answer, ReplyResult result) =>
        open.Answer is { } box && result.Status != StatusCodes.Status404NotFound
            ? open with
            {
                Answer = box with { Problem = result.Problem, Text = answer?.Text, Key = answer?.FormKey ?? box.Key },
            }
            : null;

    // Invalid parameters in the address are ignored.
    private static long? ReadCursorOrNull(string? before) =>
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : null;
}
