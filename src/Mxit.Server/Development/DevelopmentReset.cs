using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Data;

namespace Mxit.Server.Development;

/// <summary>
/// Data of the past that a server in development mode returns to: it stops, and whoever runs it replaces the data and starts it
/// anew. See decision 0019.
/// </summary>
internal sealed class DevelopmentReset(
    ServerContext server, IHostApplicationLifetime lifetime, IOptions<DatabaseSettings> database)
{
    /// <summary>The name of the data as they are after the first start.</summary>
    public const string Seed = "seed";

    private readonly Lock _gate = new();

    /// <summary>Whoever runs the server starts it anew.</summary>
    public bool CanRestart { get; set; }

    /// <summary>All data are in the data folder, and the server can start anew.</summary>
    public bool IsPossible =>
        CanRestart && database.Value is { Provider: DatabaseProvider.Sqlite, ConnectionString.Length: 0 };

    /// <summary>What to return to; <see langword="null"/> when the server stops for another reason.</summary>
    public string? Asked { get; private set; }

    private string Snapshots => Path.Combine(server.DataFolder, "snapshots");

    /// <summary>The names of the snapshots.</summary>
    public IEnumerable<string> List() => Directory.Exists(Snapshots)
        ? Directory.EnumerateDirectories(Snapshots).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)
        : [];

    public bool Has(string name) => name == Seed || Directory.Exists(Path.Combine(Snapshots, name));

    /// <summary>Keeps the data as they are now. A snapshot of the same name is replaced.</summary>
    public void Save(string name)
    {
        lock (_gate)
        {
            OwnerOnly.CreateFolder(Snapshots);
            DataCopy.Copy(server.DataFolder, Path.Combine(Snapshots, name), isLive: true);
        }
    }

    /// <summary>Stops the server, to return to a snapshot.</summary>
    public void Ask(string name)
    {
        Asked = name;
        lifetime.StopApplication();
    }

    /// <summary>Replaces the data, while the server is stopped.</summary>
    public void Restore()
    {
        if (Asked is null or Seed)
        {
            DataCopy.Clear(server.DataFolder);
        }
        else
        {
            DataCopy.Copy(Path.Combine(Snapshots, Asked), server.DataFolder, isLive: false);
        }
    }
}
