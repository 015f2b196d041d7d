using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Mxit.Platform.Authorization;

/// <summary>OpenIddict's manager of tokens; whatever it revokes is refused at once in this process.</summary>
internal sealed class TokenManager(
    IOpenIddictTokenCache<AppToken> cache,
    ILogger<OpenIddictTokenManager<AppToken>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictTokenStore<AppToken> store,
    AccessTokenRevocations revocations)
    : OpenIddictTokenManager<AppToken>(cache, logger, options, store)
{
    public override async ValueTask<long> RevokeAsync(
        string? subject, string? client, string? status, string? type, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeAsync(subject, client, status, type, cancellationToken), cancellationToken);

    public override async ValueTask<long> RevokeByApplicationIdAsync(
        string identifier, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeByApplicationIdAsync(identifier, cancellationToken), cancellationToken);

    public override async ValueTask<long> RevokeByAuthorizationIdAsync(
        string identifier, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeByAuthorizationIdAsync(identifier, cancellationToken), cancellationToken);

    public override async ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeBySubjectAsync(subject, cancellationToken), cancellationToken);

    public override async ValueTask<bool> TryRevokeAsync(AppToken token, CancellationToken cancellationToken = default)
    {
        var revoked = await base.TryRevokeAsync(token, cancellationToken);
        await revocations.RefreshAsync(cancellationToken);
        return revoked;
    }

    private async ValueTask<long> TellAsync(long count, CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            await revocations.RefreshAsync(cancellationToken);
        }

        return count;
    }
}
