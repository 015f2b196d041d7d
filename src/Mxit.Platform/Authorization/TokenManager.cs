using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Abstractions.OpenIddictExceptions;

namespace Mxit.Platform.Authorization;

/// <summary>
/// OpenIddict's manager of tokens. Whatever it revokes is refused at once in this process, a code that comes twice ends all that
/// came of it (RFC 6749, section 4.1.2), and a database that cannot be written is no reason to take a token for one that was used
/// before.
/// </summary>
internal sealed class TokenManager(
    IOpenIddictTokenCache<AppToken> cache,
    ILogger<OpenIddictTokenManager<AppToken>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictTokenStore<AppToken> store,
    IOpenIddictAuthorizationManager authorizations,
    GrantStore grants,
    AccessTokenRevocations revocations,
    StorageMonitor storage,
    TimeProvider clock)
    : OpenIddictTokenManager<AppToken>(cache, logger, options, store)
{
    private ExceptionDispatchInfo? _failure;

    public override async ValueTask UpdateAsync(AppToken token, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.UpdateAsync(token, cancellationToken);
        }
        catch (Exception failure) when (storage.Report(failure) is not null)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }

    public override async ValueTask<bool> TryRejectAsync(AppToken token, CancellationToken cancellationToken = default) =>
        OrThrow(await base.TryRejectAsync(token, cancellationToken));

    public override async ValueTask<long> RevokeAsync(
        string? subject, string? client, string? status, string? type, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeAsync(subject, client, status, type, cancellationToken), cancellationToken);

    public override async ValueTask<long> RevokeByApplicationIdAsync(
        string identifier, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeByApplicationIdAsync(identifier, cancellationToken), cancellationToken);

    // The grant ends before its tokens do: one that is being issued in this moment is stored too late to be among them, and is
    // then refused because its grant has ended. Both are one piece of work: with the grant ended and a token alive, nobody could
    // end the token any more.
    public override async ValueTask<long> RevokeByAuthorizationIdAsync(
        string identifier, CancellationToken cancellationToken = default)
    {
        long count;
        await using (var work = await grants.BeginAsync(cancellationToken))
        {
            if (await authorizations.FindByIdAsync(identifier, cancellationToken) is { } authorization)
            {
                await authorizations.TryRevokeAsync(authorization, cancellationToken);
            }

            count = await base.RevokeByAuthorizationIdAsync(identifier, cancellationToken);
            await work.CommitAsync(cancellationToken);
        }

        return await TellAsync(count, cancellationToken);
    }

    public override async ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken = default) =>
        await TellAsync(await base.RevokeBySubjectAsync(subject, cancellationToken), cancellationToken);

    public override async ValueTask<bool> TryRevokeAsync(AppToken token, CancellationToken cancellationToken = default)
    {
        var revoked = OrThrow(await base.TryRevokeAsync(token, cancellationToken));
        await revocations.RefreshAsync(cancellationToken);
        return revoked;
    }

    // Of two requests with one code that were both found good, one comes second here. Other failures of the database are none of
    // the code's, unlike in OpenIddict's own method: whoever sent it may send it again.
    public override async ValueTask<bool> TryRedeemAsync(AppToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        token.RedemptionDate ??= clock.GetStoredUtcNow();
        token.Status = Statuses.Redeemed;
        try
        {
            await UpdateAsync(token, cancellationToken);
            return true;
        }
        catch (ConcurrencyException)
        {
            if (token.Type == TokenTypeIdentifiers.Private.AuthorizationCode
                && await Store.GetAuthorizationIdAsync(token, cancellationToken) is { Length: > 0 } authorizationId)
            {
                await RevokeByAuthorizationIdAsync(authorizationId, cancellationToken);
            }

            return false;
        }
    }

    // Whatever fails is a no to OpenIddict, and a no is the end of the grant to the app.
    private bool OrThrow(bool isDone)
    {
        if (!isDone)
        {
            _failure?.Throw();
        }

        return isDone;
    }

    private async ValueTask<long> TellAsync(long count, CancellationToken cancellationToken)
    {
        // Before the commit nobody else could read it; whoever commits tells then.
        if (count > 0 && !grants.IsBegun)
        {
            await revocations.RefreshAsync(cancellationToken);
        }

        return count;
    }
}
