using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>Responses that hold a thumbnail, for every feature that shows some.</summary>
internal static class ThumbnailResults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>400: the request names a size that there is not.</summary>
    public static IResult BadSize() => ApiResults.Error(
        StatusCodes.Status400BadRequest,
        $"size must be one of {string.Join(", ", ThumbnailSizes.All)}: the longest side in pixels.");

    /// <summary>The thumbnail; 404 when there is none of the content, 503 when it could not be made just now.</summary>
    /// <param name="response">Gets the headers.</param>
    /// <param name="thumbnail">The outcome of the request.</param>
    public static IResult Show(HttpResponse response, ThumbnailResult thumbnail)
    {
        ArgumentNullException.ThrowIfNull(thumbnail);
        return thumbnail switch
        {
            { Content: { } found } => MediaResults.Inline(
                response,
                found.Content,
                found.MediaType,
                found.MediaType == "image/png" ? "thumbnail.png" : "thumbnail.jpg",
                found.Tag,
                found.CreatedUtc,
                MediaAudience.CallerForLong),
            { Outcome: ThumbnailOutcome.Later } => ApiResults.Later(
                StatusCodes.Status503ServiceUnavailable, "The thumbnail cannot be made just now; try again soon.", RetryAfter),
            _ => ApiResults.Error(
                StatusCodes.Status404NotFound,
                "There is no thumbnail: the file is not a PNG, JPEG, GIF, WebP or BMP picture that can be drawn."),
        };
    }
}
