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
        var wish = new OfferRequest(userId, opens, keeps);
        return await UploadRequest.TakeAsync(http, upload, media.Value, async (file, key) => ToAnswer(
            http.Response, await offers.OfferNewAsync(caller, file, wish, http.Request.Body, key, http.RequestAborted)));
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

    private static IResult ToAnswer(HttpResponse response, OfferResult result)
    {
        if (result is not { Outcome: OfferOutcome.Done, FileId: { } fileId, OfferId: { } offerId })
        {
            return ToRefusal(result.Outcome, result.Text!);
        }

        response.Headers[MxitHeaders.MessageId] = offerId.ToString();
        return ApiResults.Text(fileId.ToString());
    }

    internal static IResult ToRefusal(OfferOutcome outcome, string text) => outcome switch
    {
        OfferOutcome.Invalid => ApiResults.Error(StatusCodes.Status400BadRequest, text),
        OfferOutcome.NotFound => ApiResults.Error(StatusCodes.Status404NotFound, text),
        OfferOutcome.Forbidden => ApiResults.Forbidden(text),
        OfferOutcome.TooLarge => ApiResults.Error(StatusCodes.Status413PayloadTooLarge, text),
        OfferOutcome.MetadataStays => ApiResults.Error(
            StatusCodes.Status415UnsupportedMediaType, $"{text} Say keepMetadata=true to offer it as it is."),
        OfferOutcome.Full => ApiResults.Error(StatusCodes.Status507InsufficientStorage, text),
        OfferOutcome.Answered => ApiResults.Error(StatusCodes.Status409Conflict, text),
        OfferOutcome.Over or OfferOutcome.Lost => ApiResults.Error(StatusCodes.Status410Gone, text),
        OfferOutcome.KeyInUse => ApiResults.Later(StatusCodes.Status409Conflict, text, TimeSpan.FromSeconds(1)),
        OfferOutcome.KeyMismatch => ApiResults.Error(StatusCodes.Status422UnprocessableEntity, text),
        OfferOutcome.Later => ApiResults.Later(StatusCodes.Status503ServiceUnavailable, text, TimeSpan.FromSeconds(1)),
        _ => throw new InvalidOperationException($"There is no refusal for {outcome}."),
    };
}
