using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary>Makes the messages page.</summary>
internal sealed class MessagesPages(FrameReader frames, ConversationReader reader)
{
    /// <summary>The conversations, with none of them open.</summary>
    public async Task<IResult> ListAsync(HttpContext context, string userId) =>
        Page(context, await ReadAsync(context, userId));

    /// <summary>One conversation, from a place in it, with a text in the answer box; the person has read it then.</summary>
    public async Task<IResult> OpenAsync(HttpContext context, string userId, string peer, long? before, string? text)
    {
        var page = await ReadAsync(context, userId);
        if (await OpenOrNullAsync(context, page, userId, peer, before) is not { } opened)
        {
            return NotFound(context, page.Frame);
        }

        opened = PutIntoBox(opened, text);

        // A browser that only guesses where the person might go has shown nothing yet.
        return Page(context, context.Request.Headers.ContainsKey("Sec-Purpose")
            ? opened
            : await reader.MarkReadAsync(opened, userId, context.RequestAborted));
    }

    /// <summary>One conversation after a form that was not done, changed to say so; a change to nothing means that there is none.</summary>
    public async Task<IResult> ExplainAsync(
        HttpContext context, string userId, string peer, int status, Func<OpenConversation, OpenConversation?> change)
    {
        var page = await ReadAsync(context, userId);
        return await OpenOrNullAsync(context, page, userId, peer, null) is { Open: { } open } opened && change(open) is { } changed
            ? Page(context, opened with { Open = changed }, status)
            : NotFound(context, page.Frame);
    }

    // Databases refuse to look for it.
    public static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    // What a link of a message answers. It is only typed for the person, who sends it or not.
    private static MessagesModel PutIntoBox(MessagesModel page, string? text) =>
        page.Open is { Answer: { } box } open && text is { Length: > 0 } && text.Length <= box.MaxLength && !HoldsNul(text)
            ? page with { Open = open with { Answer = box with { Text = text } } }
            : page;

    private async Task<MessagesModel> ReadAsync(HttpContext context, string userId) =>
        await reader.ReadAsync(await frames.ReadAsync(context, userId), context.RequestAborted);

    private async Task<MessagesModel?> OpenOrNullAsync(
        HttpContext context, MessagesModel page, string userId, string peer, long? before) =>
        HoldsNul(peer) ? null : await reader.OpenOrNullAsync(page, userId, peer, before, context.RequestAborted);

    private static RazorComponentResult<MessagesPage> Page(HttpContext context, MessagesModel model, int status = StatusCodes.Status200OK)
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
