using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Deletes codes, tokens and grants that have been over for long.</summary>
internal sealed partial class TokenPruner(
    IServiceScopeFactory scopes,
    Readiness readiness,
    StorageMonitor storage,
    IOptions<AuthorizationSettings> settings,
    TimeProvider clock,
    ILogger<TokenPruner> logger) : PeriodicWork(readiness, storage, settings.Value.PruneInterval, clock)
{
    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = Clock.GetUtcNow() - settings.Value.KeepEndedTokens;
        var tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .PruneAsync(before, cancellationToken);
        var grants = await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(before, cancellationToken);
        LogPruned(tokens, grants);
    }

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Debug, "Deleted {Tokens} tokens and {Grants} grants that were over")]
    private partial void LogPruned(long tokens, long grants);

    [LoggerMessage(LogLevel.Warning, "Tokens that are over could not be deleted; tried again later")]
    private partial void LogFailure(Exception failure);
}
