using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Runs the platform on SQLite.</summary>
internal static class SqliteFeature
{
    /// <summary>Adds SQLite as the database.</summary>
    public static IServiceCollection AddSqlite(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<SqliteWriteGate>();
        services.TryAddSingleton(_ => SqliteLibrary.Loaded);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteDatabase>(provider, connectionString));
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IMessageLog, SqliteMessageLog>();
        services.AddSingleton<IAcknowledgementLog, SqliteAcknowledgementLog>();
        return services;
    }
}
