using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mxit.Testing;

/// <summary>What a test server does differently.</summary>
public sealed class MxitTestServerOptions
{
    /// <summary>The database of the server.</summary>
    public MxitTestDatabase Database { get; set; } = MxitTestDatabase.Sqlite;

    /// <summary>How to reach the database. Empty means a SQLite file in a temporary folder.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The clock of the server; one that a test can move moves tokens, limits and messages together.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What the server writes to the console.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    /// <summary>Further settings by their full names, such as <c>Mxit:Messages:MaxRecipients</c>.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes the services of the server, last.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }
}
