using Mxit.Platform;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// The folders of one test server: the data that it works on, and the snapshots of them. They lie in memory where the system has
/// a file system for it with enough room.
/// </summary>
internal sealed class TestFolders
{
    private const long RoomInMemory = 1L << 30;

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
    public void Save(string snapshot) => DataCopy.Copy(Data, Snapshot(snapshot), isLive: true);

    /// <summary>Replaces the data, while the server is stopped.</summary>
    public void Restore(string snapshot) => DataCopy.Copy(Snapshot(snapshot), Data, isLive: false);

    /// <summary>Copies a snapshot of another server.</summary>
    public void Import(TestFolders other, string snapshot)
    {
        DataCopy.Copy(other.Snapshot(snapshot), Snapshot(snapshot), isLive: false);
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

    private string Snapshot(string name) => Path.Combine(_root, "snapshots", name);
}
