using System.Globalization;
using Microsoft.AspNetCore.Http;
using Mxit.Platform;
using Mxit.Platform.Wire;

namespace Mxit.Server.Http;

/// <summary>
/// Refuses what Kestrel lets through and nothing behind can make sense of: hosts that are none, two content types, and paths that
/// one check reads in another way than the next. Prepares bodies so that what was sent wrong is told from what went wrong here.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, ServerContext server)
{
    // Nearly all requests have the same one.
    private string _known = server.PublicAddress.Authority;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var host = request.Headers.Host.ToString();
        if (host.Length == 0 && HttpProtocol.IsHttp10(request.Protocol))
        {
            // HTTP/1.0 knows no host.
            request.Headers.Host = host = server.PublicAddress.Authority;
        }

        if (host != _known)
        {
            if (!IsHost(host))
            {
                return GeneralError.EndAsync(context, StatusCodes.Status400BadRequest, "The host of the request is none.");
            }

            _known = host;
        }

        // An empty part is no name of anything. Some code skips it and some does not.
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (request.Headers.ContentType.Count > 1)
        {
            return GeneralError.EndAsync(context, StatusCodes.Status400BadRequest, "The request has more than one content type.");
        }

        if (request.Headers.TransferEncoding.Count > 0)
        {
            request.Body = new ChunkedBody(request.Body);
        }

        return next(context);
    }

    internal static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address)
        && address is { PathAndQuery: "/", UserInfo: "", Fragment: "", Host.Length: > 0 }
        && address.Port > 0
        && IsInternationalName(address.Host);

    // What ASP.NET Core makes of a name when somebody asks for it.
    private static bool IsInternationalName(string host)
    {
        if (!host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            _ = new IdnMapping().GetUnicode(host);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
