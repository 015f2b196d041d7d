using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// The User API's part on file offers. Source: wire document, section 6, M10 and M11. Query names count in any case, so that both
/// <c>userId</c> and <c>UserId</c> are understood. The literals of the paths win over a folder or a file in their place.
/// </summary>
internal static class FileOfferEndpoints
{
    private const string NotFlags = "autoOpen, preventShare and keepMetadata are true or false.";

    public static void MapFileOfferEndpoints(this IEndpointRouteBuilder routes)
    {
        var send = TokenRule.Any(MxitScopes.ContentSend);
        routes.MapPost(MxitRoutes.UserMediaSend, OfferNewAsync).RequireToken(send);
        routes.MapPost($"{MxitRoutes.UserMediaSend}/{{fileId}}", OfferAgainAsync).RequireToken(send);
    }

    private static async Task<IResult> OfferNewAsync(
        HttpContext http,
        Caller caller,
        FileOfferSender offers,
        IOptions<MediaSettings> media,
        string? fileName = null,
        string? userId = null,
        string? autoOpen = null,
        string? preventShare = null,
        string? mimeType = null,
        string? keepMetadata = null)
    {
        if (!QueryFlag.TryRead(autoOpen, out var opens) || !QueryFlag.TryRead(preventShare, out var isPrevented)
            || !QueryFlag.TryRead(keepMetadata, out var keeps))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, NotFlags);
        }

        var upload = new GalleryUpload(GalleryNames.Default, fileName, isPrevented, null, mimeType, null);
        var request = new OfferRequest(userId, opens, keeps);
        return await UploadRequest.TakeAsync(http, upload, media.Value, async (file, key) => ToAnswer(
            http.Response, await offers.OfferNewAsync(caller, file, request, http.Request.Body, key, http.RequestAborted)));
    }

    // What the body holds says nothing: {} in one old client, none in another.
    private static async Task<IResult> OfferAgainAsync(
        HttpContext http,
        string fileId,
        Caller caller,
        FileOfferSender offers,
        string? userId = null,
        string? autoOpen = null,
        string? keepMetadata = null)
    {
        if (!QueryFlag.TryRead(autoOpen, out var opens) || !QueryFlag.TryRead(keepMetadata, out var keeps))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, NotFlags);
        }

        return IdempotencyKey.TryRead(http.Request, [], out var key)
            ? ToAnswer(http.Response, await offers.OfferAgainAsync(
                caller, fileId, new OfferRequest(userId, opens, keeps), key, http.RequestAborted))
            : KeyedBody.BadKey();
    }

    private static IResult ToAnswer(HttpResponse response, Result<OfferedFile> result)
    {
        if (result.Refusal is { } refusal)
        {
            return ApiResults.Refuse(refusal.Kind == RefusalKind.MetadataStays
                ? refusal with { Text = $"{refusal.Text} Say keepMetadata=true to offer it as it is." }
                : refusal);
        }

        response.Headers[MxitHeaders.MessageId] = result.Value.OfferId.ToString();
        return ApiResults.Text(result.Value.FileId.ToString());
    }
}
