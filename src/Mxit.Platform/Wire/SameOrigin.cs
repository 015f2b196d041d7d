using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>Whether a browser says that a request was made by one of our own pages.</summary>
internal static class SameOrigin
{
    public static bool IsProven(HttpRequest request, ServerContext server)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site == "same-origin";
        }

        // Browsers without that header send the origin with every unsafe request. The host of the request is a response as
        // well, since a foreign page cannot choose it; the public address differs from it behind a proxy.
        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && (string.Equals(
                    origin.GetLeftPart(UriPartial.Authority),
                    server.PublicAddress.GetLeftPart(UriPartial.Authority),
                    StringComparison.OrdinalIgnoreCase)
                || string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
