using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Mxit.Platform.Authorization;

/// <summary>
/// OpenIddict's manager of grants. A database that cannot be written is no reason to say that a grant has ended.
/// </summary>
internal sealed class AuthorizationManager(
    IOpenIddictAuthorizationCache<AppAuthorization> cache,
    ILogger<OpenIddictAuthorizationManager<AppAuthorization>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictAuthorizationStore<AppAuthorization> store,
    StorageMonitor storage)
    : OpenIddictAuthorizationManager<AppAuthorization>(cache, logger, options, store)
{
    private ExceptionDispatchInfo? _failure;

    public override async ValueTask UpdateAsync(AppAuthorization authorization, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.UpdateAsync(authorization, cancellationToken);
        }
        catch (Exception failure) when (storage.Report(failure) is not null)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }

    // Whatever fails is a no to OpenIddict.
    public override async ValueTask<bool> TryRevokeAsync(
        AppAuthorization authorization, CancellationToken cancellationToken = default)
    {
        var isDone = await base.TryRevokeAsync(authorization, cancellationToken);
        if (!isDone)
        {
            _failure?.Throw();
        }

        return isDone;
    }
}
