using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Check.Trace;

/// <summary>The whole trace, sent to a server in a process of its own.</summary>
public static class TraceRun
{
    /// <summary>Runs it on a database that is empty.</summary>
    public static async Task<TraceResult> RunAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        var trace = RealTrace.Read();
        await using (var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)]))
        {
            await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
            await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
                .CreateDbContextAsync(cancellationToken);
            await RealTrace.AddPeopleAsync(context, trace, cancellationToken);
        }

        await using var server = await ServerProcess.StartAsync(folder, postgres, cancellationToken);
        using var client = DemoApp.CreateClient(server.Address);
        return await TraceReplay.RunAsync(client, trace, cancellationToken);
    }
}
