using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Media;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.Sessions;
using Mxit.Platform.Wire;

namespace Mxit.Web.Profile;

/// <summary><c>/profile</c>: a person's own profile and pictures. Only the session decides whose they are.</summary>
internal static class OwnProfileEndpoints
{
    private const int MaxBytes = 64 * 1024;

    private const string TooOld = "This page was too old. Please save it again.";
    private const string Unreadable = "This could not be read; perhaps it was far too large. Please try again.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProfileUrl.Own, ShowAsync).ExcludeFromDescription();
        routes.MapPost(ProfileUrl.Own, SaveAsync).ExcludeFromDescription();
        MapPicture(ProfileUrl.Picture, PictureKind.Avatar);
        MapPicture(ProfileUrl.Cover, PictureKind.Cover);

        void MapPicture(string path, PictureKind kind) => routes.MapPost(
            path,
            (HttpContext context, ProfilePages pages, PictureService pictures, IAntiforgery antiforgery,
                IOptions<MediaSettings> settings) =>
                    SetPictureAsync(context, kind, pages, pictures, antiforgery, settings.Value)).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ProfilePages pages, string? saved = null) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.ShowAsync(context, userId, model => model with { IsSaved = saved is not null })
            : PageResults.RedirectToSignIn(ProfileUrl.Own);

    private static async Task<IResult> SaveAsync(
        HttpContext context, ProfilePages pages, ProfileService profiles, IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, ProfileUrl.Own);
        }

        PostedForm.Limit(context, MaxBytes);
        var proven = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var fields = (proven ?? await PostedForm.ReadUnprovenOrNullAsync(context)) is { } form ? ProfileFields.Read(form) : null;
        var problem = fields switch
        {
            null => Unreadable,
            _ when proven is null => TooOld,
            _ => (await profiles.UpdateAsync(userId, fields.ToChanges(), context.RequestAborted))?.Text,
        };
        return problem is null
            ? PageResults.SeeOther(context, ProfileUrl.Saved)
            : await pages.ShowAsync(
                context,
                userId,
                model => model with { Problem = problem, Fields = fields ?? model.Fields },
                StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SetPictureAsync(
        HttpContext context,
        PictureKind kind,
        ProfilePages pages,
        PictureService pictures,
        IAntiforgery antiforgery,
        MediaSettings settings)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, ProfileUrl.Own);
        }

        PictureForm.Limit(context, settings.MaxPictureBytes);
        if (await PostedForm.ReadOrNullAsync(context, antiforgery) is not { } form)
        {
            return await RefuseAsync(StatusCodes.Status400BadRequest, Unreadable);
        }

        if (form.ContainsKey(PictureForm.RemoveField))
        {
            await pictures.RemoveAsync(userId, kind, isExpected: null, context.RequestAborted);
            return PageResults.SeeOther(context, ProfileUrl.Saved);
        }

        if (form.Files.GetFile(PictureForm.FileField) is not { Length: > 0 } file)
        {
            return await RefuseAsync(StatusCodes.Status400BadRequest, "Please choose a picture first.");
        }

        await using var content = file.OpenReadStream();
        var refusal = await pictures.SetAsync(userId, kind, content, isExpected: null, context.RequestAborted);
        return refusal is null
            ? PageResults.SeeOther(context, ProfileUrl.Saved)
            : await RefuseAsync(ApiResults.StatusOf(refusal.Kind), refusal.Text);

        Task<IResult> RefuseAsync(int status, string problem) =>
            pages.ShowAsync(context, userId, model => model with { PictureProblem = problem }, status);
    }
}
