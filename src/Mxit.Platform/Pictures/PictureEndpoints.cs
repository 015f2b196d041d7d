using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Pictures;

/// <summary>
/// The User API's part on avatars and covers, and avatars in the size of pages under <c>/messenger/</c>. Source: wire document,
/// sections 4.4, 4.12 and 4.13. <c>DELETE /user/cover</c> is this project's own.
/// </summary>
internal static class PictureEndpoints
{
    public static void MapPictureEndpoints(this IEndpointRouteBuilder routes)
    {
        var ownAvatar = new[] { TokenRule.User(MxitScopes.ProfilePublic), TokenRule.User(MxitScopes.ProfilePrivate) };
        routes.MapGet($"{MxitRoutes.PublicAvatar}{{mxitId}}", GetPublicAvatarAsync).RequireToken(TokenRule.Anonymous);
        routes.MapGet(MxitRoutes.UserAvatar, GetAvatarAsync).RequireToken(ownAvatar);
        routes.MapGet(MxitRoutes.UserCover, GetCoverAsync).RequireToken(TokenRule.User(MxitScopes.ProfilePublic));
        Map(MxitRoutes.UserAvatar, PictureKind.Avatar);
        Map(MxitRoutes.UserCover, PictureKind.Cover);
        routes.MapGet($"{MxitRoutes.MessengerPeople}{{userId}}/avatar", GetLargeAvatarAsync)
            .RequirePerson()
            .WithTags("Messenger")
            .WithSummary("A person's avatar in the size of pages: up to 480 by 480, JPEG or PNG.")
            .Produces<Stream>(contentType: "image/jpeg", additionalContentTypes: "image/png");

        void Map(string path, PictureKind kind)
        {
            routes.MapPost(path, (HttpContext http, Caller caller, PictureService pictures, IOptions<MediaSettings> settings) =>
                    SetAsync(http, caller, kind, pictures, settings.Value))
                .RequireToken(TokenRule.User(MxitScopes.AvatarWrite));
            routes.MapDelete(
                path, (HttpContext http, Caller caller, PictureService pictures, CancellationToken cancellationToken) =>
                        RemoveAsync(http, caller, kind, pictures, cancellationToken))
                    .RequireToken(TokenRule.User(MxitScopes.AvatarWrite));
        }
    }

    private static async Task<IResult> GetPublicAvatarAsync(
        HttpContext http, string mxitId, PictureService pictures, CancellationToken cancellationToken) =>
        Show(http, await pictures.OpenAvatarOrNullAsync(mxitId, isLarge: false, cancellationToken), mxitId, "avatar",
            MediaAudience.Everybody);

    private static async Task<IResult> GetAvatarAsync(
        HttpContext http, Caller caller, PictureService pictures, CancellationToken cancellationToken) =>
        Show(http, await pictures.OpenAvatarOrNullAsync(caller.Id, isLarge: false, cancellationToken), caller.Id, "avatar",
            MediaAudience.Caller);

    private static async Task<IResult> GetCoverAsync(
        HttpContext http, Caller caller, PictureService pictures, CancellationToken cancellationToken) =>
        Show(http, await pictures.OpenCoverOrNullAsync(caller.Id, cancellationToken), caller.Id, "cover", MediaAudience.Caller);

    private static async Task<IResult> GetLargeAvatarAsync(
        HttpContext http, string userId, PictureService pictures, CancellationToken cancellationToken) =>
        Show(http, await pictures.OpenAvatarOrNullAsync(userId, isLarge: true, cancellationToken), userId, "avatar",
            MediaAudience.Caller);

    private static IResult Show(HttpContext http, PictureContent? picture, string mxitId, string name, MediaAudience audience) =>
        picture is null
            ? ApiResults.UnknownUser(mxitId)
            : MediaResults.Inline(
                http.Response,
                picture.Content,
                picture.MediaType,
                picture.MediaType == "image/png" ? $"{name}.png" : $"{name}.jpg",
                picture.Tag,
                picture.ChangedUtc,
                audience);

    private static async Task<IResult> SetAsync(
        HttpContext http, Caller caller, PictureKind kind, PictureService pictures, MediaSettings settings)
    {
        if (http.Request.ContentLength > settings.MaxPictureBytes)
        {
            return ApiResults.Refuse(pictures.TooLarge());
        }

        http.AllowUpload(settings.MinUploadBytesPerSecond);
        try
        {
            return ApiResults.Done(await pictures.SetAsync(
                caller.Id, kind, http.Request.Body, MediaPreconditions.ReadOrNull(http.Request), http.RequestAborted));
        }
        catch (BadHttpRequestException malformed)
        {
            return malformed.ToAnswer(settings.MinUploadBytesPerSecond);
        }
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http, Caller caller, PictureKind kind, PictureService pictures, CancellationToken cancellationToken) =>
        ApiResults.Done(
            await pictures.RemoveAsync(caller.Id, kind, MediaPreconditions.ReadOrNull(http.Request), cancellationToken));
}
