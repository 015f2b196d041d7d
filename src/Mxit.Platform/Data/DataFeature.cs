using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Mxit.Platform.Data;

/// <summary>The database: its context, its schema, whether it is ready.</summary>
internal static class DataFeature
{
    /// <summary>
    /// Adds the database. The host adds one <see cref="IDatabase"/> besides. Other features add work to be done once the
    /// schema is there with <see cref="AddStartupWork{T}"/>.
    /// </summary>
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Ids>();
        services.AddMxitSettings<DatabaseSettings>("Database");
        services.AddPooledDbContextFactory<MxitDbContext>(
            (provider, options) => provider.GetRequiredService<IDatabase>().Configure(options));
        services.TryAddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<MxitDbContext>>().CreateDbContext());
        services.AddSingleton(provider => new SchemaMigrator(
            provider.GetRequiredService<IDbContextFactory<MxitDbContext>>(), provider.GetRequiredService<IDatabase>()));
        services.AddSingleton<UnitsOfWork>();
        services.AddSingleton<DatabaseMarkStore>();
        services.AddSingleton(provider => new FolderOwner(
            provider.GetRequiredService<DatabaseMarkStore>(),
            provider.GetRequiredService<IDatabase>(),
            provider.GetRequiredService<ServerContext>()));
        services.AddSingleton<DataFolder>();
        services.AddSingleton(provider => new StorageClaim(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<Readiness>();
        services.AddSingleton(provider => new StorageMonitor(
            provider.GetRequiredService<IDatabase>(),
            provider.GetServices<IStoragePart>(),
            provider.GetRequiredService<Readiness>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StorageMonitor>>()));
        services.AddHostedService(provider => provider.GetRequiredService<StorageMonitor>());
        services.AddHostedService<DatabaseStartup>();
        return services;
    }

    /// <summary>Adds work that is done at each start, after the schema is there and before requests are answered.</summary>
    public static IServiceCollection AddStartupWork<T>(this IServiceCollection services)
        where T : class, IStartupWork =>
        services.AddScoped<IStartupWork, T>();
}

/// <summary>Work of a feature that is done at each start, after the schema is there and before requests are answered.</summary>
internal interface IStartupWork
{
    /// <summary>Does the work; doing it again changes nothing.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
