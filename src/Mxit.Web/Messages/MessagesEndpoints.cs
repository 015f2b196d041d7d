using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Platform.Messages;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary><c>/messages</c>: a person reads and answers messages. Whose they are is decided by the session alone.</summary>
internal static class MessagesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect(MessagesUrl.All)).ExcludeFromDescription();
        routes.MapGet(MessagesUrl.All, ListAsync).ExcludeFromDescription();
        routes.MapGet(MessagesUrl.All + "/{peer}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(MessagesUrl.All + "/{peer}", AnswerAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ConversationReader reader, FrameReader frames, ServerContext server)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.AskToSignIn(MessagesUrl.All);
        }

        return Page(context, server, await ReadAsync(context, reader, frames, userId));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        string peer,
        ConversationReader reader,
        FrameReader frames,
        ServerContext server,
        string? before = null,
        string? text = null)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.AskToSignIn(MessagesUrl.Of(peer));
        }

        var page = await ReadAsync(context, reader, frames, userId);
        if (await OpenOrNullAsync(context, reader, page, userId, peer, ReadCursorOrNull(before)) is not { } opened)
        {
            return NotFound(context, server, page.Frame);
        }

        opened = PutIntoBox(opened, text);

        // A browser that only guesses where the person might go has shown nothing yet.
        return Page(context, server, context.Request.Headers.ContainsKey("Sec-Purpose")
            ? opened
            : await reader.MarkReadAsync(opened, userId, context.RequestAborted));
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        string peer,
        ConversationReader reader,
        AnswerSender sender,
        FrameReader frames,
        IAntiforgery antiforgery,
        ServerContext server,
        IOptions<MessageSettings> settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.AskToSignInAfterForm(context, MessagesUrl.Of(peer));
        }

        PostedForm.Limit(context, settings.Value.MaxRequestBytes);
        var proven = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var answer = (proven ?? await PostedForm.ReadUnprovenOrNullAsync(context)) is { } form ? AnswerForm.Read(form) : null;
        var result = answer switch
        {
            null => AnswerResult.Refused("This could not be read; perhaps it was far too long. Please try again."),
            _ when proven is null => AnswerResult.Refused("This page was too old. Please send it again."),
            _ when HoldsNul(peer) => AnswerResult.NotFound,
            _ => await sender.SendAsync(userId, peer, answer, context.RequestAborted),
        };
        if (result.Status == StatusCodes.Status303SeeOther)
        {
            return PageResults.SeeOther(context, MessagesUrl.Answer(peer));
        }

        var page = await ReadAsync(context, reader, frames, userId);
        if (result.Status == StatusCodes.Status404NotFound
            || await OpenOrNullAsync(context, reader, page, userId, peer, null) is not { Open: { Answer: { } box } open } opened)
        {
            return NotFound(context, server, page.Frame);
        }

        box = box with { Problem = result.Problem, Text = answer?.Text, Key = answer?.FormKey ?? box.Key };
        return Page(context, server, opened with { Open = open with { Answer = box } }, result.Status);
    }

    // What a link of a message answers. It is only typed for the person, who sends it or not.
    private static MessagesModel PutIntoBox(MessagesModel page, string? text) =>
        page.Open is { Answer: { } box } open && text is { Length: > 0 } && text.Length <= box.MaxLength && !HoldsNul(text)
            ? page with { Open = open with { Answer = box with { Text = text } } }
            : page;

    private static async Task<MessagesModel> ReadAsync(
        HttpContext context, ConversationReader reader, FrameReader frames, string userId) =>
        await reader.ReadAsync(await frames.ReadAsync(context, userId), context.RequestAborted);

    private static async Task<MessagesModel?> OpenOrNullAsync(
        HttpContext context, ConversationReader reader, MessagesModel page, string userId, string peer, long? before) =>
        HoldsNul(peer) ? null : await reader.OpenOrNullAsync(page, userId, peer, before, context.RequestAborted);

    // What somebody made of the address is no reason to show nothing.
    private static long? ReadCursorOrNull(string? before) =>
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : null;

    // Databases refuse to look for it.
    private static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static RazorComponentResult<MessagesPage> Page(
        HttpContext context, ServerContext server, MessagesModel model, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context, server, ownScript: true);
        return new RazorComponentResult<MessagesPage>(new { Model = model }) { StatusCode = status };
    }

    private static RazorComponentResult<NoConversationPage> NotFound(HttpContext context, ServerContext server, Frame frame)
    {
        PageHeaders.Apply(context, server);
        return new RazorComponentResult<NoConversationPage>(new { Frame = frame })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
    }
}
