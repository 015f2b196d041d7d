using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>Deletes codes, tokens and grants that have been over for long.</summary>
internal sealed partial class TokenPruner(
    IServiceScopeFactory scopes,
    Readiness readiness,
    IOptions<AuthorizationSettings> settings,
    TimeProvider clock,
    ILogger<TokenPruner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await readiness.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(settings.Value.PruneInterval, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await PruneAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailure(failure);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = clock.GetUtcNow() - settings.Value.KeepEndedTokens;
        var tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .PruneAsync(before, cancellationToken);
        var grants = await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(before, cancellationToken);
        LogPruned(tokens, grants);
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Tokens} tokens and {Grants} grants that were over")]
    private partial void LogPruned(long tokens, long grants);

    [LoggerMessage(LogLevel.Warning, "Tokens that are over could not be deleted; tried again later")]
    private partial void LogFailure(Exception failure);
}
