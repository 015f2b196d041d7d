using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Platform.Messages;

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
        HttpContext context, ConversationReader reader, IAntiforgery antiforgery, ServerContext server)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return AskToSignIn(MessagesUrl.All);
        }

        return Page(context, server, await ReadAsync(context, reader, antiforgery, userId));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        string peer,
        ConversationReader reader,
        IAntiforgery antiforgery,
        ServerContext server,
        string? before = null)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return AskToSignIn(MessagesUrl.Of(peer));
        }

        var page = await ReadAsync(context, reader, antiforgery, userId);
        if (await OpenOrNullAsync(context, reader, page, userId, peer, ReadCursorOrNull(before)) is not { } opened)
        {
            return NotFound(context, server, page.PersonName);
        }

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
        IAntiforgery antiforgery,
        ServerContext server,
        IOptions<MessageSettings> settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return SeeOther(context, SignInUrl(MessagesUrl.Of(peer)));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = settings.Value.MaxRequestBytes;
        }

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
            return SeeOther(context, MessagesUrl.Answer(peer));
        }

        var page = await ReadAsync(context, reader, antiforgery, userId);
        if (result.Status == StatusCodes.Status404NotFound
            || await OpenOrNullAsync(context, reader, page, userId, peer, null) is not { Open: { Answer: { } box } open } opened)
        {
            return NotFound(context, server, page.PersonName);
        }

        box = box with { Problem = result.Problem, Text = answer?.Text, Key = answer?.FormKey ?? box.Key };
        return Page(context, server, opened with { Open = open with { Answer = box } }, result.Status);
    }

    private static Task<MessagesModel> ReadAsync(
        HttpContext context, ConversationReader reader, IAntiforgery antiforgery, string userId) =>
        reader.ReadAsync(
            userId, context.User.Identity?.Name ?? userId, FormProof.Issue(context, antiforgery), context.RequestAborted);

    private static async Task<MessagesModel?> OpenOrNullAsync(
        HttpContext context, ConversationReader reader, MessagesModel page, string userId, string peer, long? before) =>
        HoldsNul(peer) ? null : await reader.OpenOrNullAsync(page, userId, peer, before, context.RequestAborted);

    // What somebody made of the address is no reason to show nothing.
    private static long? ReadCursorOrNull(string? before) =>
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : null;

    // Databases refuse to look for it.
    private static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static RedirectHttpResult AskToSignIn(string returnUrl) => TypedResults.Redirect(SignInUrl(returnUrl));

    private static string SignInUrl(string returnUrl) => $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";

    private static StatusCodeHttpResult SeeOther(HttpContext context, string path)
    {
        context.Response.Headers.Location = path;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static RazorComponentResult<MessagesPage> Page(
        HttpContext context, ServerContext server, MessagesModel model, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context, server, ownScript: true);
        return new RazorComponentResult<MessagesPage>(new { Model = model }) { StatusCode = status };
    }

    private static RazorComponentResult<NoConversationPage> NotFound(HttpContext context, ServerContext server, string personName)
    {
        PageHeaders.Apply(context, server);
        return new RazorComponentResult<NoConversationPage>(new { PersonName = personName })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
    }
}
