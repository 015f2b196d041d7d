using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Gallery;
using Mxit.Platform.Sessions;
using Mxit.Platform.Wire;

namespace Mxit.Web.Gallery;

/// <summary><c>/gallery</c>: a person's folders and their files. Only the session decides whose they are.</summary>
internal static class FolderEndpoints
{
    public const string ActionField = "do";
    public const string NameField = "name";
    public const string Rename = "rename";
    public const string Delete = "delete";
    public const string PreventShareField = "preventShare";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(GalleryUrl.Root, ListAsync).ExcludeFromDescription();
        routes.MapPost(GalleryUrl.Root, CreateAsync).ExcludeFromDescription();
        routes.MapGet(GalleryUrl.Root + "/{folder}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(GalleryUrl.Root + "/{folder}", ChangeAsync).ExcludeFromDescription();
        routes.MapPost(GalleryUrl.Root + "/{folder}/files", ReceiveAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(HttpContext context, GalleryPages pages) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.ShowAsync(context, userId, model => model)
            : PageResults.RedirectToSignIn(GalleryUrl.Root);

    private static async Task<IResult> CreateAsync(
        HttpContext context, GalleryPages pages, GalleryService gallery, IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, GalleryUrl.Root);
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var name = (await PostedForm.ReadOrNullAsync(context, antiforgery))?[NameField].ToString().Trim();
        var problem = name is null
            ? PageProblem.TooOld
            : PageProblem.OfOrNull(await gallery.CreateFolderAsync(
                new Caller { UserId = userId, Scopes = [] }, name, key: null, context.RequestAborted));
        return problem is null
            ? PageResults.SeeOther(context, GalleryUrl.Folder(name!))
            : await pages.ShowAsync(
                context, userId, model => model with { Typed = name, Problem = problem.Text }, problem.Status);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string folder, GalleryPages pages, string? page = null, string? order = null,
        string? received = null)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignIn(GalleryUrl.Folder(folder));
        }

        // Invalid parameters in the address are ignored.
        return await pages.ShowFolderAsync(
            context,
            userId,
            folder,
            Math.Max(1, ReadOrNull(page) ?? 1) - 1,
            order == "oldest",
            model => model with { Received = ReadOrNull(received) });
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, string folder, GalleryPages pages, GalleryService gallery, IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, GalleryUrl.Folder(folder));
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var form = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var name = form?[NameField].ToString().Trim() ?? "";
        var problem = form?[ActionField].ToString() switch
        {
            null => PageProblem.TooOld,
            Rename => PageProblem.OfOrNull(await gallery.RenameFolderAsync(userId, folder, name, context.RequestAborted)),
            Delete => PageProblem.OfOrNull(await gallery.DeleteFolderAsync(userId, folder, context.RequestAborted)),
            _ => PageProblem.NothingToDo,
        };
        if (problem is null)
        {
            return PageResults.SeeOther(context, form![ActionField] == Rename ? GalleryUrl.Folder(name) : GalleryUrl.Root);
        }

        return await pages.ShowFolderAsync(
            context, userId, folder, model => model with { Typed = form is null ? null : name, Problem = problem.Text },
            problem.Status);
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context,
        string folder,
        GalleryPages pages,
        FormFiles files,
        GalleryUploader gallery,
        IOptions<GallerySettings> settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, GalleryUrl.Folder(folder));
        }

        var caller = new Caller { UserId = userId, Scopes = [] };
        var report = await files.TakeAsync(context, folder, async (file, fields, key) =>
        {
            var upload = new GalleryUpload(
                folder, file.Name, fields.ContainsKey(PreventShareField), file.ContentType, MimeType: null, Length: null);
            var uploaded = await gallery.UploadAsync(
                caller, MxitRoutes.UserMediaFile, upload, file.Content, key, context.RequestAborted);
            return FileProblem.OfUploadOrNull(uploaded.Refusal, settings.Value.MaxFileBytes);
        });
        return report.Status == StatusCodes.Status303SeeOther
            ? PageResults.SeeOther(context, GalleryUrl.Received(folder, report.Received))
            : await pages.ShowFolderAsync(
                context,
                userId,
                folder,
                model => model with { Received = report.Received, Refused = report.Refused, Problem = report.Problem },
                report.Status);
    }

    private static int? ReadOrNull(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
