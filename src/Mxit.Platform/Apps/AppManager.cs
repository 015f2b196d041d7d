using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Core;

namespace Mxit.Platform.Apps;

/// <summary>
/// OpenIddict's manager of clients, with our comparison of redirect URIs, and with two secrets while one takes over from the
/// other.
/// </summary>
internal sealed class AppManager(
    OpenIddict.Abstractions.IOpenIddictApplicationCache<App> cache,
    ILogger<OpenIddictApplicationManager<App>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    OpenIddict.Abstractions.IOpenIddictApplicationStore<App> store,
    TimeProvider clock)
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

    public override async ValueTask<bool> ValidateClientSecretAsync(
        App application, string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        return await base.ValidateClientSecretAsync(application, secret, cancellationToken)
            || (application is
            {
                RemovedUtc: null, PreviousClientSecret: { Length: > 0 } previous,
                PreviousSecretEndsUtc: { } ends
            }
                && ends > clock.GetUtcNow().UtcDateTime
                && await ValidateClientSecretAsync(secret, previous, cancellationToken));
    }
}
