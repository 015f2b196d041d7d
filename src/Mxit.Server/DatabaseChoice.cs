using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.Platform.PostgreSql;
using Mxit.Platform.Sqlite;
using Npgsql;

namespace Mxit.Server;

/// <summary>Which database the server runs on.</summary>
internal static class DatabaseChoice
{
    public static void AddDatabase(this WebApplicationBuilder builder, ServerSettings server)
    {
        builder.Services.AddSingleton<IValidateOptions<DatabaseSettings>, DatabaseSettingsValidator>();
        var database = Settings.Read<DatabaseSettings>(builder.Configuration, "Database");
        if (database.Provider == DatabaseProvider.PostgreSql)
        {
            builder.Services.AddPostgreSql(database.ConnectionString);
        }
        else if (database.ConnectionString.Length == 0)
        {
            var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.GetDataFolder(), "mxit.db") };
            builder.Services.AddSqlite(file.ConnectionString);
        }
        else if (DatabaseSettingsValidator.FindFault(database) is null)
        {
            builder.Services.AddSqlite(database.ConnectionString);
        }
    }
}

internal sealed class DatabaseSettingsValidator : IValidateOptions<DatabaseSettings>
{
    public ValidateOptionsResult Validate(string? name, DatabaseSettings options) =>
        FindFault(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;

    // The connection string itself may hold a password, so no text here repeats it.
    public static string? FindFault(DatabaseSettings options)
    {
        try
        {
            switch (options.Provider)
            {
                case DatabaseProvider.PostgreSql when options.ConnectionString.Length == 0:
                    return "Mxit:Database:ConnectionString is empty; PostgreSQL needs one, such as " +
                        "Host=localhost;Database=mxit;Username=mxit;Password=...";
                case DatabaseProvider.PostgreSql:
                    _ = new NpgsqlConnectionStringBuilder(options.ConnectionString);
                    return null;
                case DatabaseProvider.Sqlite when options.ConnectionString.Length > 0:
                    return NamesFile(new SqliteConnectionStringBuilder(options.ConnectionString))
                        ? null
                        : "Mxit:Database:ConnectionString names no file; SQLite needs one by its path, such as Data " +
                        "Source=data/mxit.db.";
                default:
                    return null;
            }
        }
        catch (ArgumentException)
        {
            return $"Mxit:Database:ConnectionString is not one that {options.Provider} understands.";
        }
    }

    // A database in memory is gone with its last connection, and what leads to a file in other ways than a path cannot be locked
    // by it.
    private static bool NamesFile(SqliteConnectionStringBuilder settings) =>
        settings is { DataSource: not ("" or ":memory:"), Mode: not SqliteOpenMode.Memory }
        && !settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && !settings.DataSource.StartsWith('|');
}
