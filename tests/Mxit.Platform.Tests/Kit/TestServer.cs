using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Platform.Tests.Kit;

/// <summary>
/// The real server on a free port of this machine, with the seeds of development mode and a clock that tests move.
/// </summary>
public class TestServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private WebApplication? _app;

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string DataFolder => Path.Combine(_folder, "data");

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        string[] args =
        [
            $"--Mxit:Server:Listen={Address.GetLeftPart(UriPartial.Authority)}",
            $"--Mxit:Server:DataFolder={DataFolder}",
            "--Mxit:Server:Development=true",
            .. await AddDatabaseAsync(),
            .. Settings,
        ];
        _app = MxitServer.Build(args, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock);
            Configure(builder);
        });
        await _app.StartAsync();
        await Services.GetRequiredService<Readiness>().WaitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await RemoveDatabaseAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public Browser OpenBrowser() => new(Address);

    /// <summary>What to set differently.</summary>
    protected virtual IReadOnlyList<string> Settings => [];

    /// <summary>What to put together differently.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>The settings of the database; SQLite in the data folder needs none.</summary>
    protected virtual Task<string[]> AddDatabaseAsync() => Task.FromResult<string[]>([]);

    /// <summary>Takes the database away again.</summary>
    protected virtual ValueTask RemoveDatabaseAsync() => default;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The same with settings of one test, and everything that it logs.</summary>
public sealed class CustomServer(params string[] settings) : TestServer
{
    /// <summary>Everything that the server logged, at every level.</summary>
    public CapturedLogs Logs { get; } = new();

    protected override IReadOnlyList<string> Settings => settings;

    public static async Task<CustomServer> StartAsync(params string[] settings)
    {
        var server = new CustomServer(settings);
        await server.InitializeAsync();
        return server;
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Logging.AddProvider(Logs);
}

/// <summary>The same on PostgreSQL.</summary>
public class PostgresTestServer : TestServer
{
    private TestKit.PostgresDatabase? _database;

    /// <summary>More settings of the connection.</summary>
    protected virtual string ConnectionSettings => "";

    protected override async Task<string[]> AddDatabaseAsync()
    {
        _database = await (await TestKit.PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        return ["--Mxit:Database:Provider=PostgreSql",
            $"--Mxit:Database:ConnectionString={_database.ConnectionString}{ConnectionSettings}"];
    }

    protected override ValueTask RemoveDatabaseAsync() => _database?.DisposeAsync() ?? default;
}
