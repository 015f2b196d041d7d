using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mxit.Platform.Media;

/// <summary>Who may see and keep a response that holds media.</summary>
internal enum MediaAudience
{
    /// <summary>Anybody, in caches and on pages of other sites too.</summary>
    Everybody,

    /// <summary>Who asked, and our own pages.</summary>
    Caller,

    /// <summary>
    /// The same, for what never changes: kept for a week without asking again, but only for whoever signed in like that.
    /// </summary>
    CallerForLong,
}

/// <summary>
/// Responses that hold media: with tags, ranges, and headers that keep a browser from taking them for something else.
/// </summary>
internal static class MediaResults
{
    private const string ForEverybody = "public, max-age=300, must-revalidate";
    private const string ForCaller = "private, no-cache";
    private const string ForCallerForLong = "private, max-age=604800, immutable";

    /// <summary>Shows media where they are asked for. Only for media types that are no danger: pictures made by us.</summary>
    /// <param name="response">Gets the headers.</param>
    /// <param name="content">The bytes; closed by the response.</param>
    /// <param name="mediaType">Their media type.</param>
    /// <param name="fileName">The name to save them under.</param>
    /// <param name="tag">Another one for other bytes.</param>
    /// <param name="changedUtc">When they changed.</param>
    /// <param name="audience">Who may see and keep them.</param>
    public static IResult Inline(
        HttpResponse response,
        Stream content,
        string mediaType,
        string fileName,
        string tag,
        DateTime changedUtc,
        MediaAudience audience)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Show(response, "inline", content, mediaType, fileName, tag, changedUtc, audience);
    }

    /// <summary>Has a browser save media rather than show them: for what somebody sent and nobody looked into.</summary>
    /// <param name="response">Gets the headers.</param>
    /// <param name="content">The bytes; closed by the response.</param>
    /// <param name="mediaType">Their media type.</param>
    /// <param name="fileName">The name to save them under.</param>
    /// <param name="tag">Another one for other bytes.</param>
    /// <param name="changedUtc">When they changed.</param>
    /// <param name="audience">Who may see and keep them.</param>
    public static IResult Attachment(
        HttpResponse response,
        Stream content,
        string mediaType,
        string fileName,
        string tag,
        DateTime changedUtc,
        MediaAudience audience)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Show(response, "attachment", content, mediaType, fileName, tag, changedUtc, audience);
    }

    private static IResult Show(
        HttpResponse response,
        string presentation,
        Stream content,
        string mediaType,
        string fileName,
        string tag,
        DateTime changedUtc,
        MediaAudience audience)
    {
        var disposition = new ContentDispositionHeaderValue(presentation);
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = audience switch
        {
            MediaAudience.Everybody => ForEverybody,
            MediaAudience.CallerForLong => ForCallerForLong,
            _ => ForCaller,
        };
        if (audience == MediaAudience.CallerForLong)
        {
            response.Headers.Append(HeaderNames.Vary, "Cookie, Authorization");
        }

        response.Headers["Cross-Origin-Resource-Policy"] = audience == MediaAudience.Everybody ? "cross-origin" : "same-origin";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ETag = $"\"{tag}\"";
        response.Headers.LastModified = HeaderUtilities.FormatDate(new DateTimeOffset(changedUtc, TimeSpan.Zero));

        // ASP.NET Core is told neither tag nor date: it would weigh the conditions of a request in an order of its own.
        var request = response.HttpContext.Request;
        var conditions = MediaPreconditions.Of(request);
        return conditions.Find(tag, changedUtc) is { } status
            ? new WithoutContent(content, status)
            : Results.Stream(
                content, mediaType, enableRangeProcessing: MayBePart(request) && conditions.AllowRange(tag, changedUtc));
    }

    // Parts are for GET only, and units that a server does not know it ignores, where ASP.NET Core takes all for bytes. Source:
    // RFC 9110, 14.2.
    private static bool MayBePart(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && !(RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
            && !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase));

    private sealed class WithoutContent(Stream content, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await content.DisposeAsync();
            httpContext.Response.StatusCode = status;
        }
    }
}
