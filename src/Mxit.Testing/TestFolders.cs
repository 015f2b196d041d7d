using Microsoft.Data.Sqlite;
using Mxit.Platform;

namespace Mxit.Testing;

/// <summary>
/// The folders of one test server: the data that it works on, and the snapshots of them. They lie in memory where the system has
/// a file system for it with enough room.
/// </summary>
internal sealed class TestFolders
{
    private const long RoomInMemory = 1L << 30;
    private const string DatabaseFile = "mxit.db";

    private readonly string _root;
    private readonly bool _isOwn;

    public TestFolders(string dataFolder)
    {
        _isOwn = dataFolder.Length == 0;
        _root = Path.Combine(Parent(), $"mxit-test-server-{Path.GetRandomFileName()}");
        OwnerOnly.CreateFolder(_root);
        Data = _isOwn ? Path.Combine(_root, "data") : Path.GetFullPath(dataFolder);
    }

    /// <summary>The data folder of the server.</summary>
    public string Data { get; }

    public bool Has(string snapshot) => Directory.Exists(Snapshot(snapshot));

    /// <summary>Copies the data, while the server runs.</summary>
    public void Save(string snapshot) => Copy(Data, Snapshot(snapshot), isLive: true);

    /// <summary>Replaces the data, while the server is stopped.</summary>
    public void Restore(string snapshot) => Copy(Snapshot(snapshot), Data, isLive: false);

    /// <summary>Copies a snapshot of another server.</summary>
    public void Import(TestFolders other, string snapshot)
    {
        Copy(other.Snapshot(snapshot), Snapshot(snapshot), isLive: false);
        Restore(snapshot);
    }

    /// <summary>Removes everything but a data folder that was given.</summary>
    public void Delete()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private static string Parent()
    {
        const string Memory = "/dev/shm";
        return OperatingSystem.IsLinux() && Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= RoomInMemory
            ? Memory
            : Path.GetTempPath();
    }

    private static void Copy(string from, string to, bool isLive)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        OwnerOnly.CreateFolder(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            OwnerOnly.CreateFolder(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (!name.StartsWith(DatabaseFile, StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(to, name));
            }
            else if (name == DatabaseFile)
            {
                CopyDatabase(file, Path.Combine(to, name), isLive);
                _ = OwnerOnly.Close(Path.Combine(to, name));
            }
        }
    }

    // The file of a database in use is not complete without its write-ahead log.
    private static void CopyDatabase(string from, string to, bool isLive)
    {
        if (!isLive)
        {
            File.Copy(from, to);
            return;
        }

        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private string Snapshot(string name) => Path.Combine(_root, "snapshots", name);
}
