using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Runs the platform on SQLite.</summary>
public static class SqliteFeature
{
    /// <summary>Adds SQLite as the database.</summary>
    public static IServiceCollection AddSqlite(this IServiceCollection services, string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton(provider => new SqliteDatabase(connectionString, provider.GetRequiredService<SqliteWriteGate>()));
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IMessageLog, SqliteMessageLog>();
        services.AddSingleton<IMarkLog, SqliteMarkLog>();
        return services;
    }
}
