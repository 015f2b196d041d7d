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

    /// <summary>
    /// A seed for all ids, tokens and times: the same seed and the same calls in the same order give the same ones, on this
    /// server after a reset and on another one. <see cref="MxitTestServer.Clock"/> then starts on 1 January 2026, 00:00 UTC, and
    /// stands still until it is moved; delays and timers still run. Headers such as <c>Date</c> are not repeated, nor what two
    /// calls at the same time get. <see langword="null"/> for random ids and the real time.
    /// </summary>
    public int? Seed { get; set; }

    /// <summary>
    /// Whether <see cref="MxitTestServer.Requests"/> keeps what was sent and what came back: query, headers and the first 64 KiB
    /// of the bodies, with their texts, tokens and secrets.
    /// </summary>
    public bool LogContents { get; set; }

    /// <summary>
    /// Whether the server listens on a port of 127.0.0.1. Without, requests go from client to server in memory; the clients of
    /// this package and <see cref="MxitTestServer.CreateHttpClient"/> do so, and nobody else reaches the server.
    /// </summary>
    public bool UseSockets { get; set; } = true;

    /// <summary>What the server writes to the console.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    /// <summary>Further settings by their full names, such as <c>Mxit:Messages:MaxRecipients</c>.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes the services of the server, last.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }
}
