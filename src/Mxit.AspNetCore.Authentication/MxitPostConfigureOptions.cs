using Microsoft.Extensions.Options;

namespace Mxit.AspNetCore.Authentication;

/// <summary>Fills in what follows from the other options, before the framework makes the back channel.</summary>
internal sealed class MxitPostConfigureOptions : IPostConfigureOptions<MxitAuthenticationOptions>
{
    public void PostConfigure(string? name, MxitAuthenticationOptions options)
    {
        // A redirect is a failure: no endpoint of Mxit answers with one.
        options.BackchannelHttpHandler ??= new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.AuthAddress is { IsAbsoluteUri: true } address)
        {
            options.AuthorizationEndpoint = Or(options.AuthorizationEndpoint, address, MxitRoutes.Authorize);
            options.TokenEndpoint = Or(options.TokenEndpoint, address, MxitRoutes.Token);
            options.UserInformationEndpoint = Or(options.UserInformationEndpoint, address, MxitRoutes.UserInfo);
        }
    }

    private static string Or(string? given, Uri address, string path) =>
        string.IsNullOrEmpty(given) ? $"{address.AbsoluteUri.TrimEnd('/')}/{path}" : given;
}
