using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Core;

namespace Mxit.Platform.Apps;

/// <summary>OpenIddict's manager of clients, with our comparison of redirect URIs.</summary>
internal sealed class AppManager(
    OpenIddict.Abstractions.IOpenIddictApplicationCache<App> cache,
    ILogger<OpenIddictApplicationManager<App>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    OpenIddict.Abstractions.IOpenIddictApplicationStore<App> store)
    : OpenIddictApplicationManager<App>(cache, logger, options, store)
{
    public override async ValueTask<bool> ValidateRedirectUriAsync(
        App application, string uri, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        foreach (var registered in await GetRedirectUrisAsync(application, cancellationToken))
        {
            if (RedirectUris.AreEqual(registered, uri, application.Profile))
            {
                return true;
            }
        }

        return false;
    }
}
