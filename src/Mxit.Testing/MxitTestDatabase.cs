namespace Mxit.Testing;

/// <summary>The database of a test server.</summary>
public enum MxitTestDatabase
{
    /// <summary>SQLite, by default in a file of a temporary folder.</summary>
    Sqlite,

    /// <summary>PostgreSQL. It needs <see cref="MxitTestServerOptions.ConnectionString"/>.</summary>
    PostgreSql,
}
