using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>The User API's part on galleries. Source: wire document, section 6, M1 to M9.</summary>
internal static class GalleryEndpoints
{
    // The longest names with every character escaped fit in it several times.
    private const int MaxNameBytes = 16_384;

    private const string AName = "a JSON string such as \"Holiday\"";

    public static void MapGalleryEndpoints(this IEndpointRouteBuilder routes)
    {
        const string Folder = $"{MxitRoutes.UserMedia}/{{folder}}";
        const string File = $"{MxitRoutes.UserMediaFile}{{fileId}}";
        var read = TokenRule.User(MxitScopes.ContentRead);
        var write = TokenRule.User(MxitScopes.ContentWrite);
        routes.MapGet(MxitRoutes.UserMedia, GetRootAsync).RequireToken(read);
        routes.MapPost(Folder, CreateFolderAsync).RequireToken(write);
        routes.MapPut(Folder, RenameFolderAsync).RequireToken(write);
        routes.MapDelete(Folder, DeleteFolderAsync).RequireToken(write);
        routes.MapGet($"{MxitRoutes.UserMediaList}{{folder}}", ListAsync).RequireToken(read);
        routes.MapPost($"{MxitRoutes.UserMediaFile}{{folder}}", UploadAsync).RequireToken(write);
        routes.MapGet($"{MxitRoutes.UserMediaContent}{{fileId}}", GetContentAsync).RequireToken(read);
        routes.MapPut(File, RenameFileAsync).RequireToken(write);
        routes.MapDelete(File, DeleteFileAsync).RequireToken(write);
    }

    private static async Task<IResult> GetRootAsync(Caller caller, GalleryService gallery, CancellationToken cancellationToken) =>
        ApiResults.Value(await gallery.GetRootAsync(caller.Id, cancellationToken), ReplyJson.Wire.GalleryReply);

    private static async Task<IResult> CreateFolderAsync(
        HttpRequest request, string folder, Caller caller, GalleryService gallery, CancellationToken cancellationToken) =>
        IdempotencyKey.TryRead(request, [], out var key)
            ? ApiResults.Done(
                await gallery.CreateFolderAsync(caller, GalleryNames.ReadFolder(request, folder), key, cancellationToken))
            : KeyedBody.BadKey();

    private static async Task<IResult> RenameFolderAsync(
        HttpRequest request, string folder, Caller caller, GalleryService gallery, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MxitJson.Wire.String, MaxNameBytes, AName, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : ApiResults.Done(await gallery.RenameFolderAsync(
                caller.Id, GalleryNames.ReadFolder(request, folder), body.Value, cancellationToken));
    }

    private static async Task<IResult> DeleteFolderAsync(
        HttpRequest request, string folder, Caller caller, GalleryService gallery, CancellationToken cancellationToken) =>
        ApiResults.Done(await gallery.DeleteFolderAsync(caller.Id, GalleryNames.ReadFolder(request, folder), cancellationToken));

    private static async Task<IResult> ListAsync(
        HttpRequest request,
        string folder,
        Caller caller,
        GalleryService gallery,
        CancellationToken cancellationToken,
        string? skip = null,
        string? count = null)
    {
        if (!WholeNumber.TryRead(skip, 0, out var from) || !WholeNumber.TryRead(count, int.MaxValue, out var atMost))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, "skip and count are whole numbers from 0 on.");
        }

        var name = GalleryNames.ReadFolder(request, folder);
        return await gallery.ListOrNullAsync(caller.Id, name, from, atMost, cancellationToken) is { } items
            ? ApiResults.Value(items, ReplyJson.Wire.GalleryItemReplyArray)
            : ApiResults.Refuse(GalleryRefusals.UnknownFolder(name));
    }

    private static async Task<IResult> UploadAsync(
        HttpContext http,
        string folder,
        Caller caller,
        GalleryUploader gallery,
        IOptions<MediaSettings> media,
        string? fileName = null,
        string? preventShare = null,
        string? mimeType = null)
    {
        if (!QueryFlag.TryRead(preventShare, out var isPrevented))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, "preventShare is true or false.");
        }

        var upload = new GalleryUpload(
            GalleryNames.ReadFolder(http.Request, folder), fileName, isPrevented, null, mimeType, null);
        return await UploadRequest.TakeAsync(http, upload, media.Value, async (file, key) =>
        {
            var result = await gallery.UploadAsync(
                caller, MxitRoutes.UserMediaFile, file, http.Request.Body, key, http.RequestAborted);
            return result.IsDone ? ApiResults.Text(result.Value.ToString()) : ApiResults.Refuse(result.Refusal);
        });
    }

    /// <summary>The bytes of a file, as M7 has them.</summary>
    internal static async Task<IResult> GetContentAsync(
        HttpResponse response, string fileId, Caller caller, GalleryService gallery, CancellationToken cancellationToken)
    {
        if (await gallery.OpenOrNullAsync(caller.Id, fileId, cancellationToken) is not { } found)
        {
            return ApiResults.Refuse(GalleryRefusals.UnknownFile(fileId));
        }

        var file = found.File;
        var name = GalleryNames.ToShow(file.Name);
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Key))}:";
        return GalleryMediaTypes.IsHarmless(file.MediaType)
            ? MediaResults.Inline(
                response, found.Content, file.MediaType, name, found.Tag, file.CreatedUtc, MediaAudience.Caller)
            : MediaResults.Attachment(
                response, found.Content, file.MediaType, name, found.Tag, file.CreatedUtc, MediaAudience.Caller);
    }

    private static async Task<IResult> RenameFileAsync(
        HttpRequest request, string fileId, Caller caller, GalleryService gallery, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MxitJson.Wire.String, MaxNameBytes, AName, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : ApiResults.Done(await gallery.RenameFileAsync(
                caller.Id, fileId, body.Value, MediaPreconditions.ReadOrNull(request), cancellationToken));
    }

    private static async Task<IResult> DeleteFileAsync(
        HttpRequest request, string fileId, Caller caller, GalleryService gallery, CancellationToken cancellationToken) =>
        ApiResults.Done(
            await gallery.DeleteFileAsync(caller.Id, fileId, MediaPreconditions.ReadOrNull(request), cancellationToken));
}
