using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.SignIn;

/// <summary>The cookies of people who sign in on the pages. Bound to the host where that can be: by https.</summary>
internal static class SignInCookies
{
    public static string SessionName(ServerContext server) => IsSecure(server) ? "__Host-mxit" : "mxit";

    public static bool IsSecure(ServerContext server) => server.PublicAddress.Scheme == Uri.UriSchemeHttps;

    public static string? ReadDevice(HttpContext context) =>
        context.Request.Cookies[DeviceName(context.RequestServices.GetRequiredService<ServerContext>())];

    public static void WriteDevice(HttpContext context, string value)
    {
        var server = context.RequestServices.GetRequiredService<ServerContext>();
        context.Response.Cookies.Append(DeviceName(server), value, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = context.RequestServices.GetRequiredService<IOptions<SignInSettings>>().Value.KnownFor,
            Path = "/",
            SameSite = SameSiteMode.Strict,
            Secure = IsSecure(server) || context.Request.IsHttps,
        });
    }

    private static string DeviceName(ServerContext server) => IsSecure(server) ? "__Host-mxit-device" : "mxit-device";
}
