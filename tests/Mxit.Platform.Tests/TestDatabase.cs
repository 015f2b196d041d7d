using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.PostgreSql;
using Mxit.Platform.Sqlite;
using Mxit.TestKit;

namespace Mxit.Platform.Tests;

/// <summary>A database of one brand, empty and migrated, with the services that reach it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _folder;
    private readonly TestKit.PostgresDatabase? _postgres;
    private readonly ServiceProvider _services;

    private TestDatabase(string folder, TestKit.PostgresDatabase? postgres, ServiceProvider services)
    {
        _folder = folder;
        _postgres = postgres;
        _services = services;
    }

    public IServiceProvider Services => _services;

    public IMessageLog Log => _services.GetRequiredService<IMessageLog>();

    /// <summary>The file of a database on SQLite.</summary>
    public string SqliteFile => SqliteFileIn(_folder);

    public MessageNews News => _services.GetRequiredService<MessageNews>();

    public static async Task<TestDatabase> CreateAsync(
        DatabaseBrand provider, TimeProvider clock, Action<IServiceCollection>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-").FullName;
        var services = new ServiceCollection();
        services.AddSingleton(new ServerContext(new Uri("http://localhost"), folder, false));
        services.AddLogging(logging => logging.AddDebug());
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(clock);
        services.AddData();
        services.AddSingleton<MessageNews>();
        services.AddSingleton<IPresence>(sp => sp.GetRequiredService<MessageNews>());
        services.AddMxitSettings<MessageSettings>("Messages");
        services.AddSingleton<DeliveryNews>();
        services.AddSingleton<SpoolLimits>();
        services.AddSingleton<DispatchRepairStore>();
        configure?.Invoke(services);
        if (provider == DatabaseBrand.Sqlite)
        {
            services.AddSqlite($"Data Source={SqliteFileIn(folder)}");
            var database = new TestDatabase(folder, null, services.BuildServiceProvider());
            await MigrateAsync(database.Services);
            return database;
        }

        var cluster = await PostgresCluster.SharedAsync();
        var template = await cluster.TemplateAsync("migrated", MigratePostgresAsync);
        var postgres = await cluster.CreateDatabaseAsync(template);
        services.AddPostgreSql(postgres.ConnectionString);
        return new TestDatabase(folder, postgres, services.BuildServiceProvider());
    }

    public async Task<T> QueryAsync<T>(Func<MxitDbContext, Task<T>> query)
    {
        await using var context = await _services.GetRequiredService<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();
        return await query(context);
    }

    public Task AddAsync(params object[] rows) => QueryAsync(context =>
    {
        context.AddRange(rows);
        return context.SaveChangesAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string SqliteFileIn(string folder) => Path.Combine(folder, "mxit.db");

    private static async Task MigratePostgresAsync(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddData();
        services.AddPostgreSql(connectionString);
        await using var provider = services.BuildServiceProvider();
        await MigrateAsync(provider);
    }

    private static async Task MigrateAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }
}
