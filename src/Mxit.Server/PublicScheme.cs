using Microsoft.AspNetCore.Builder;
using Mxit.Platform;

namespace Mxit.Server;

/// <summary>
/// Where others reach the server by https, something in front of it ends TLS. Cookies for https only are then right, though the
/// last step of the way has none. What a request says of itself does not count (RFC 9700, section 4.13).
/// </summary>
internal static class PublicScheme
{
    public static void UsePublicScheme(this IApplicationBuilder app, ServerContext server)
    {
        if (server.PublicAddress.Scheme == Uri.UriSchemeHttps)
        {
            app.Use(next => context =>
            {
                // At the ports of the historic names nothing is in front.
                if (context.Features.Get<HistoricConnection>() is null)
                {
                    context.Request.Scheme = Uri.UriSchemeHttps;
                }

                return next(context);
            });
        }
    }
}
