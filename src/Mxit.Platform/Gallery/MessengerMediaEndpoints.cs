using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>The files of the own gallery in the people's API: this project's own.</summary>
internal static class MessengerMediaEndpoints
{
    private const string One = $"{MxitRoutes.MessengerMedia}{{fileId}}";

    public static void MapMessengerMedia(this IEndpointRouteBuilder routes)
    {
        var media = routes.MapGroup("/").WithTags("Media");
        media.MapGet($"{One}/content", GalleryEndpoints.GetContentAsync)
            .WithSummary("A file of the person's own gallery. Answers Range, If-Range and conditional requests.")
            .Produces<Stream>(contentType: "application/octet-stream")
            .Produces<string>(StatusCodes.Status404NotFound)
            .RequirePerson();
        media.MapGet($"{One}/thumbnail", GetThumbnailAsync)
            .WithSummary(
                "A small picture of a file of the person's own gallery. size, the longest side in pixels, is 96, 240 or 640; " +
                "240 when it is not given.")
            .Produces<Stream>(contentType: "image/jpeg", additionalContentTypes: "image/png")
            .Produces<string>(StatusCodes.Status400BadRequest)
            .Produces<string>(StatusCodes.Status404NotFound)
            .Produces<string>(StatusCodes.Status503ServiceUnavailable)
            .RequirePerson();
    }

    private static async Task<IResult> GetThumbnailAsync(
        HttpResponse response,
        string fileId,
        Caller caller,
        GalleryService gallery,
        ThumbnailService thumbnails,
        CancellationToken cancellationToken,
        string? size = null)
    {
        if (!ThumbnailSizes.TryRead(size, out var side))
        {
            return ThumbnailResults.BadSize();
        }

        return await gallery.FindOrNullAsync(caller.Id, fileId, cancellationToken) is { } file
            ? ThumbnailResults.Show(response, await thumbnails.OpenAsync(file.Key, side, cancellationToken))
            : ApiResults.Refuse(GalleryRefusals.UnknownFile(fileId));
    }
}
