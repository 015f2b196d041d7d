using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mxit.Platform.Data;

/// <summary>
/// Takes the database, brings the schema up to date, checks durability, then lets the features do their startup work. All but the
/// first runs beside the listening server, so that health can be asked meanwhile.
/// </summary>
internal sealed partial class DatabaseStartup(
    StorageClaim claim,
    SchemaMigrator schema,
    DatabaseMarkStore mark,
    FolderOwner folder,
    IDatabase database,
    IServiceScopeFactory scopes,
    Readiness readiness,
    IHostApplicationLifetime lifetime,
    ILogger<DatabaseStartup> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        claim.Take();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the caller's thread: the host starts its services one after the other.
        await Task.Yield();
        try
        {
            await schema.MigrateAsync(stoppingToken);
            await mark.AssertAsync(folder.FindIdOrNull(), stoppingToken);
            await folder.TakeAsync(stoppingToken);
            var durability = await database.AssertDurableAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            foreach (var work in scope.ServiceProvider.GetServices<IStartupWork>())
            {
                await work.RunAsync(stoppingToken);
            }

            LogReady(durability);
            readiness.Succeed(durability);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it was ready.
        }
        catch (Exception failure)
        {
            // What an operator can repair is told in words; where it was found out does not help.
            LogFailure(failure.Message, failure is DatabaseUnusableException ? null : failure);
            readiness.Fail(failure);
            Environment.ExitCode = 1;

            // A host that is stopped while it still starts reports the stop and not the reason.
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
        }
    }

    [LoggerMessage(LogLevel.Information, "The database is ready: {Durability}")]
    private partial void LogReady(string durability);

    [LoggerMessage(LogLevel.Critical, "The server cannot start: {Reason}")]
    private partial void LogFailure(string reason, Exception? failure);
}
