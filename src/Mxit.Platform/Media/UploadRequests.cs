using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Media;

/// <summary>Prepares requests that bring media.</summary>
internal static class UploadRequests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Lets whoever reads the body decide how long it may be, and sets the slowest that it may come. To be called before the body
    /// is read.
    /// </summary>
    public static void AllowUpload(this HttpContext http, int minBytesPerSecond)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        // HTTP/2 has a rate for the connection as a whole, which a request cannot change.
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new MinDataRate(minBytesPerSecond, Grace);
        }
    }

    /// <summary>The response to a body that could not be read to its end.</summary>
    public static IResult ToAnswer(this Microsoft.AspNetCore.Http.BadHttpRequestException malformed, int minBytesPerSecond) =>
        ApiResults.Error(
            malformed.StatusCode,
            malformed.StatusCode == StatusCodes.Status408RequestTimeout
                ? $"The body comes too slowly; at least {minBytesPerSecond} bytes a second are expected."
                : "The request body could not be read to its end.");
}
