using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Apps;

/// <summary>The rules about apps: what they may be called, where they may lead, what they may ask for.</summary>
internal sealed class AppService
{
    private static readonly (AppGrants Grant, string[] Permissions)[] GrantPermissions =
    [
        (AppGrants.AuthorizationCode,
        [
            Permissions.GrantTypes.AuthorizationCode,
            Permissions.Endpoints.Authorization,
            Permissions.ResponseTypes.Code,
            Permissions.GrantTypes.RefreshToken,
        ]),
        (AppGrants.ClientCredentials, [Permissions.GrantTypes.ClientCredentials]),
        (AppGrants.Password, [Permissions.GrantTypes.Password, Permissions.GrantTypes.RefreshToken]),
    ];

    private readonly OpenIddictApplicationManager<App> _manager;
    private readonly AppStore _store;
    private readonly IAppAccessEnder _access;
    private readonly IEnumerable<IAppRemovedStore> _removed;
    private readonly UnitsOfWork _units;
    private readonly SecurityEvents _events;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;

    internal AppService(
        OpenIddictApplicationManager<App> manager,
        AppStore store,
        IAppAccessEnder access,
        IEnumerable<IAppRemovedStore> removed,
        UnitsOfWork units,
        SecurityEvents events,
        Ids ids,
        TimeProvider clock) =>
        (_manager, _store, _access, _removed, _units, _events, _ids, _clock) = (
            manager, store, access, removed, units, events, ids, clock);

    /// <summary>Makes an app with a new client id and secret.</summary>
    public async Task<Result<AppWithSecret>> CreateAsync(NewApp newApp, CancellationToken cancellationToken)
    {
        var result = await CreateAsync(newApp, _ids.NewSecret(), _ids.NewSecret(), cancellationToken);
        if (result.IsDone)
        {
            _events.AppMade(result.Value.App.ServiceName);
        }

        return result;
    }

    /// <summary>Gives the app a new secret; the old one ends at once, and the app's tokens are revoked.</summary>
    public async Task<Result<AppWithSecret>> ReplaceSecretAsync(string clientIdOrServiceName, CancellationToken cancellationToken)
    {
        if (await FindEntityOrNullAsync(clientIdOrServiceName, cancellationToken) is not { } app)
        {
            return AppRefusals.NotFound(clientIdOrServiceName);
        }

        var secret = _ids.NewSecret();
        (app.PreviousClientSecret, app.PreviousSecretEndsUtc) = (null, null);
        await _manager.UpdateAsync(app, secret, cancellationToken);
        _events.SecretReplaced(app.ServiceName);
        await _access.EndAccessAsync(app.Id, cancellationToken);
        return new AppWithSecret(await DescribeAsync(app, cancellationToken), secret);
    }

    /// <summary>
    /// Gives the app a new secret beside the present one, so that it can take over without a break. One that was still good from
    /// the time before ends; tokens stay.
    /// </summary>
    /// <param name="clientIdOrServiceName">The app.</param>
    /// <param name="overlap">How long the present secret stays good.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<AppWithSecret>> RotateSecretAsync(
        string clientIdOrServiceName, TimeSpan overlap, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(overlap, TimeSpan.Zero);
        if (await FindEntityOrNullAsync(clientIdOrServiceName, cancellationToken) is not { } app)
        {
            return AppRefusals.NotFound(clientIdOrServiceName);
        }

        var secret = _ids.NewSecret();
        (app.PreviousClientSecret, app.PreviousSecretEndsUtc) = (app.ClientSecret, _clock.GetStoredUtcNow() + overlap);
        await _manager.UpdateAsync(app, secret, cancellationToken);
        return new AppWithSecret(await DescribeAsync(app, cancellationToken), secret);
    }

    /// <summary>Removes the app: it stays without secret, permissions and files, and its tokens are revoked.</summary>
    public async Task<Refusal?> RemoveAsync(string clientIdOrServiceName, CancellationToken cancellationToken)
    {
        if (await FindEntityOrNullAsync(clientIdOrServiceName, cancellationToken) is not { } app)
        {
            return AppRefusals.NotFound(clientIdOrServiceName);
        }

        // A confidential client must have a secret, so it gets one that nobody knows.
        app.RemovedUtc = _clock.GetStoredUtcNow();
        app.Permissions = null;
        app.RedirectUris = null;
        (app.PreviousClientSecret, app.PreviousSecretEndsUtc) = (null, null);
        await _manager.UpdateAsync(app, _ids.NewSecret() + _ids.NewSecret(), cancellationToken);
        _events.AppRemoved(app.ServiceName);
        await _access.EndAccessAsync(app.Id, cancellationToken);
        await using var work = await _units.BeginAsync(cancellationToken);
        foreach (var store in _removed)
        {
            await store.RemoveAppAsync(work, app.ServiceName, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>All apps that are there, by service name.</summary>
    public async Task<IReadOnlyList<AppInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var infos = new List<AppInfo>();
        foreach (var app in await _store.ListAsync(cancellationToken))
        {
            infos.Add(await DescribeAsync(app, cancellationToken));
        }

        return infos;
    }

    /// <summary>Whether there is an app that may send people's passwords to <c>/token</c>.</summary>
    public Task<bool> IsPasswordGrantInUseAsync(CancellationToken cancellationToken) =>
        _store.HasPermissionAsync(Permissions.GrantTypes.Password, cancellationToken);

    /// <summary>Finds an app by client id or by service name in any case.</summary>
    public async Task<AppInfo?> FindOrNullAsync(string clientIdOrServiceName, CancellationToken cancellationToken) =>
        await FindEntityOrNullAsync(clientIdOrServiceName, cancellationToken) is { } app
            ? await DescribeAsync(app, cancellationToken)
            : null;

    internal async Task<Result<AppWithSecret>> CreateAsync(
        NewApp newApp, string clientId, string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(newApp);
        if (FindFault(newApp) is { } fault)
        {
            return fault;
        }

        // The insert decides; asking before saves an error in the log for what is none.
        if (await _store.IsNameTakenAsync(newApp.ServiceName, cancellationToken))
        {
            return AppRefusals.ServiceNameTaken(newApp.ServiceName);
        }

        var app = new App
        {
            ServiceName = newApp.ServiceName,
            Profile = newApp.Profile,
            Owner = string.IsNullOrWhiteSpace(newApp.Owner) ? null : newApp.Owner.Trim(),
            CreatedUtc = _clock.GetStoredUtcNow(),
        };
        await _manager.PopulateAsync(app, Describe(newApp, clientId), cancellationToken);
        _store.Reserve(newApp.ServiceName);
        try
        {
            await _manager.CreateAsync(app, secret, cancellationToken);
        }
        catch (DbUpdateException)
        {
            if (await _store.IsNameTakenAsync(newApp.ServiceName, cancellationToken))
            {
                return AppRefusals.ServiceNameTaken(newApp.ServiceName);
            }

            throw;
        }

        return new AppWithSecret(await DescribeAsync(app, cancellationToken), secret);
    }

    private static Refusal? FindFault(NewApp newApp)
    {
        if (!NameRules.IsServiceName(newApp.ServiceName))
        {
            return AppRefusals.ServiceNameInvalid(newApp.ServiceName);
        }

        if (newApp.RedirectUris.FirstOrDefault(uri => !RedirectUris.MayRegister(uri, newApp.Profile)) is { } wrongUri)
        {
            return AppRefusals.RedirectUriInvalid(wrongUri);
        }

        if (newApp.Scopes?.FirstOrDefault(scope => !MxitScopes.All.Contains(scope)) is { } wrongScope)
        {
            return AppRefusals.ScopeUnknown(wrongScope);
        }

        if (newApp.Owner is { } owner && (owner.Length > NewApp.MaxOwner || owner.Any(char.IsControl)))
        {
            return AppRefusals.OwnerInvalid;
        }

        return newApp.Grants.HasFlag(AppGrants.Password) && newApp.Profile != AppProfile.Legacy
            ? AppRefusals.PasswordGrantNotAllowed
            : null;
    }

    private static OpenIddictApplicationDescriptor Describe(NewApp newApp, string clientId)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            ClientType = ClientTypes.Confidential,
            ConsentType = newApp.IsVerified ? ConsentTypes.Explicit : ConsentTypes.Systematic,
            DisplayName = string.IsNullOrWhiteSpace(newApp.DisplayName) ? newApp.ServiceName : newApp.DisplayName.Trim(),
            Permissions =
            {
                Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation,
                Permissions.Endpoints.Introspection,
            },
        };
        foreach (var (grant, permissions) in GrantPermissions)
        {
            if (newApp.Grants.HasFlag(grant))
            {
                descriptor.Permissions.UnionWith(permissions);
            }
        }

        foreach (var uri in newApp.RedirectUris)
        {
            descriptor.RedirectUris.Add(new Uri(uri, UriKind.Absolute));
        }

        foreach (var scope in newApp.Scopes ?? MxitScopes.All)
        {
            descriptor.Permissions.Add(Permissions.Prefixes.Scope + scope);
        }

        if (newApp.Profile == AppProfile.Strict)
        {
            descriptor.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        }

        return descriptor;
    }

    private async Task<App?> FindEntityOrNullAsync(string clientIdOrServiceName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clientIdOrServiceName);
        if (!NameRules.IsServiceName(clientIdOrServiceName))
        {
            return null;
        }

        var app = await _manager.FindByClientIdAsync(clientIdOrServiceName, cancellationToken)
            ?? await _store.FindByServiceNameOrNullAsync(clientIdOrServiceName, cancellationToken);
        return app is { RemovedUtc: null } ? app : null;
    }

    private async Task<AppInfo> DescribeAsync(App app, CancellationToken cancellationToken)
    {
        var permissions = await _manager.GetPermissionsAsync(app, cancellationToken);
        return new AppInfo(
            app.ClientId!,
            app.ServiceName,
            app.DisplayName ?? app.ServiceName,
            app.Profile,
            await _manager.GetRedirectUrisAsync(app, cancellationToken),
            [.. permissions.Where(IsScope).Select(permission => permission[Permissions.Prefixes.Scope.Length..])],
            GrantPermissions.Where(grant => grant.Permissions.All(permissions.Contains))
                .Aggregate(AppGrants.None, (grants, grant) => grants | grant.Grant),
            app.Owner,
            app.ConsentType != ConsentTypes.Systematic,
            app.PreviousSecretEndsUtc is { } ends && ends > _clock.GetUtcNow().UtcDateTime ? ends : null,
            app.CreatedUtc);

        static bool IsScope(string permission) => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal);
    }

}
