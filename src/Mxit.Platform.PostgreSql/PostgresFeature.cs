using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>Runs the platform on PostgreSQL.</summary>
internal static class PostgresFeature
{
    // Planning the page of a history takes longer than reading it. There are about so many statements; those that are used are
    // kept.
    private const int PreparedStatements = 100;

    /// <summary>Adds PostgreSQL as the database.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="connectionString">
    /// For Npgsql. Statements that are used often are prepared, unless <c>Max Auto Prepare</c> says something else; 0 is for a
    /// pooler that does not keep them.
    /// </param>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(WithPreparedStatements(connectionString)));
        services.AddSingleton<IDatabase>(provider => new PostgresDatabase(
            provider.GetRequiredService<NpgsqlDataSource>(), connectionString));
        services.AddSingleton<IMessageLog>(provider => ActivatorUtilities.CreateInstance<PostgresMessageLog>(
            provider, WithPreparedStatements(connectionString)));
        services.AddSingleton<IAcknowledgementLog, PostgresAcknowledgementLog>();
        return services;
    }

    private static string WithPreparedStatements(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
        }

        return settings.ConnectionString;
    }
}
