using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary>Renders the messages page.</summary>
internal sealed class MessagesPages(FrameReader frames, ConversationReader reader)
{
    /// <summary>The conversations, without an open one.</summary>
    public async Task<IResult> ListAsync(HttpContext context, string userId) =>
        Page(context, await ReadAsync(context, userId));

    /// <summary>One conversation from a cursor on, with a text in the input field. Its messages are then read.</summary>
    public async Task<IResult> OpenAsync(HttpContext context, string userId, string peer, long? before, string? text)
    {
        var page = await ReadAsync(context, userId);
        if (await OpenOrNullAsync(context, page, userId, peer, before) is not { } opened)
        {
            return NotFound(context, page.Frame);
        }

        opened = PutIntoBox(opened, text);

        // A browser that prefetches the page has not shown it.
        return Page(context, context.Request.Headers.ContainsKey("Sec-Purpose")
            ? opened
            : await reader.MarkReadAsync(opened, userId, context.RequestAborted));
    }

    /// <summary>
    /// One conversation after a refused form, with the changed model; no model means that there is no such conversation.
    /// </summary>
    public async Task<IResult> ExplainAsync(
        HttpContext context, string userId, string peer, int status, Func<OpenConversation, OpenConversation?> change)
    {
        var page = await ReadAsync(context, userId);
        return await OpenOrNullAsync(context, page, userId, peer, null) is { Open: { } open } opened
            && change(open) is { } changed
            ? Page(context, opened with { Open = changed }, status)
            : NotFound(context, page.Frame);
    }

    // Databases refuse this character.
    public static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    // The reply of a link in a message. It is filled into the input field, and the person can send it.
    private static MessagesModel PutIntoBox(MessagesModel page, string? text) =>
        page.Open is { Answer: { } box } open && text is { Length: > 0 } && text.Length <= box.MaxLength && !HoldsNul(text)
            ? page with { Open = open with { Answer = box with { Text = text } } }
            : page;

    private async Task<MessagesModel> ReadAsync(HttpContext context, string userId) =>
        await reader.ReadAsync(await frames.ReadAsync(context, userId), context.RequestAborted);

    private async Task<MessagesModel?> OpenOrNullAsync(
        HttpContext context, MessagesModel page, string userId, string peer, long? before) =>
        HoldsNul(peer) ? null : await reader.OpenOrNullAsync(page, userId, peer, before, context.RequestAborted);

    private static RazorComponentResult<MessagesPage> Page(
        HttpContext context, MessagesModel model, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context, ownScript: true);
        return new RazorComponentResult<MessagesPage>(new { Data = model }) { StatusCode = status };
    }

    private static RazorComponentResult<NoConversationPage> NotFound(HttpContext context, Frame frame)
    {
        PageHeaders.Apply(context);
        return new RazorComponentResult<NoConversationPage>(new { Frame = frame })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
    }
}
