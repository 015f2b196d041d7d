using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mxit.Testing;

/// <summary>
/// The options of a test server. Nothing else counts: no environment variable and no file of the program under test.
/// </summary>
public sealed class MxitTestServerOptions
{
    /// <summary>The database of the server.</summary>
    public MxitTestDatabase Database { get; set; } = MxitTestDatabase.Sqlite;

    /// <summary>How to reach the database. Required for PostgreSQL; empty means a SQLite file in the data folder.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// A folder for the files of the server, which stays when the server ends. Empty means a folder in memory, where the system
    /// has one, or else a temporary folder; it is removed.
    /// </summary>
    public string DataFolder { get; set; } = "";

    /// <summary>
    /// A clock of your own in place of <see cref="MxitTestServer.Clock"/>. With one that does not run by itself, calls that wait
    /// for a retry do not end until it is moved.
    /// </summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>What the server writes to the console.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    /// <summary>Further settings by their full names, such as <c>Mxit:Messages:MaxRecipients</c>.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes the services of the server, last.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }
}
