using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Sessions;

namespace Mxit.Web.Gallery;

/// <summary><c>/gallery/file</c>: one file of a person. Only the session decides whose file it is.</summary>
internal static class FileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(GalleryUrl.Root + "/file/{fileId}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(GalleryUrl.Root + "/file/{fileId}", ChangeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string fileId, GalleryPages pages) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.ShowFileAsync(context, userId, fileId, model => model)
            : PageResults.RedirectToSignIn(GalleryUrl.File(fileId));

    private static async Task<IResult> ChangeAsync(
        HttpContext context, string fileId, GalleryPages pages, FileActions actions, IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, GalleryUrl.File(fileId));
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var form = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var (next, problem) = form is null
            ? (null, PageProblem.TooOld)
            : await actions.ActAsync(userId, fileId, form, context.RequestAborted);
        return problem is null
            ? PageResults.SeeOther(context, next!)
            : await pages.ShowFileAsync(
                context,
                userId,
                fileId,
                model => model with { Typed = form?[FolderEndpoints.NameField].FirstOrDefault(), Problem = problem.Text },
                problem.Status);
    }
}
