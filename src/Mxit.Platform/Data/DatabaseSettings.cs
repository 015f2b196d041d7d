using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Data;

/// <summary>Which database, and where. Section <c>Mxit:Database</c>.</summary>
internal sealed class DatabaseSettings
{
    /// <summary>The brand of the database.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>
    /// How to connect. Empty means, for SQLite, the file <c>mxit.db</c> in the data folder; PostgreSQL needs one.
    /// </summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>The databases that the server runs on.</summary>
internal enum DatabaseProvider
{
    /// <summary>One file, inside the server's process.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, version 14 or newer.</summary>
    PostgreSql = 1,
}
