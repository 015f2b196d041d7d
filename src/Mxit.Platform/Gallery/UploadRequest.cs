using Microsoft.AspNetCore.Http;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>
/// A request that brings a file as its body, read as far as its headers go. Source: wire document, section 6, M6 and M10.
/// </summary>
internal static class UploadRequest
{
    /// <summary>Reads what is said of the file and of the piece of work, then has it taken.</summary>
    /// <param name="http">The request.</param>
    /// <param name="upload">What path and query say of the file; the headers are added here.</param>
    /// <param name="media">How fast a body must come.</param>
    /// <param name="takeAsync">Takes the file, under the key if there is one.</param>
    /// <returns>The response; it tells what is wrong with the headers or with how the body comes, when something is.</returns>
    public static async Task<IResult> TakeAsync(
        HttpContext http, GalleryUpload upload, MediaSettings media,
        Func<GalleryUpload, IdempotencyKey?, Task<IResult>> takeAsync)
    {
        if (!IdempotencyKey.TryRead(http.Request, [], out var key))
        {
            return KeyedBody.BadKey();
        }

        if (RequestDigests.Read(http.Request, out var sha256) is { } fault)
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, fault);
        }

        http.AllowUpload(media.MinUploadBytesPerSecond);
        try
        {
            return await takeAsync(
                upload with { ContentType = http.Request.ContentType, Length = http.Request.ContentLength, Sha256 = sha256 },
                key);
        }
        catch (BadHttpRequestException malformed)
        {
            return malformed.ToAnswer(media.MinUploadBytesPerSecond);
        }
    }
}
