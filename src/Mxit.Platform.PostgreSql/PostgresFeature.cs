using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>Runs the platform on PostgreSQL.</summary>
public static class PostgresFeature
{
    /// <summary>Adds PostgreSQL as the database.</summary>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<IDatabase, PostgresDatabase>();
        services.AddSingleton<IMessageLog>(provider => ActivatorUtilities.CreateInstance<PostgresMessageLog>(
            provider, connectionString));
        services.AddSingleton<IMarkLog, PostgresMarkLog>();
        return services;
    }
}
