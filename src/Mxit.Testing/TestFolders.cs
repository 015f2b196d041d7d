using Mxit.Platform;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// The folders of one test server: the data that it works on, and the snapshots of them. They lie in memory where the system has
/// a file system for it with enough room.
/// </summary>
internal sealed class TestFolders : IDisposable
{
    private const long RoomInMemory = 1L << 30;
    private const string Prefix = "mxit-test-server-";
    private const string LockFile = "lock";

    private static readonly Lazy<string> Parent = new(() =>
    {
        var parent = FindParent();
        RemoveAbandoned(parent);
        return parent;
    });

    private readonly string _root;
    private readonly bool _isOwn;
    private readonly FileStream _lock;

    public TestFolders(string dataFolder)
    {
        _isOwn = dataFolder.Length == 0;
        _root = Path.Combine(Parent.Value, Prefix + Path.GetRandomFileName());
        OwnerOnly.CreateFolder(_root);
        _lock = new FileStream(Path.Combine(_root, LockFile), FileMode.Create, FileAccess.Write, FileShare.None);
        Data = _isOwn ? Path.Combine(_root, "data") : Path.GetFullPath(dataFolder);
    }

    /// <summary>The data folder of the server.</summary>
    public string Data { get; }

    public bool Has(string snapshot) => Directory.Exists(FolderOf(snapshot));

    /// <summary>Copies the data, while the server runs.</summary>
    public void Save(string snapshot) => DataCopy.Copy(Data, FolderOf(snapshot), isLive: true);

    /// <summary>Replaces the data, while the server is stopped.</summary>
    public void Restore(string snapshot) => DataCopy.Copy(FolderOf(snapshot), Data, isLive: false);

    /// <summary>Where a snapshot is.</summary>
    public string FolderOf(string snapshot) => Path.Combine(_root, "snapshots", snapshot);

    /// <summary>Copies a snapshot of another server, and returns to it.</summary>
    public void Import(string folder, string snapshot)
    {
        DataCopy.Copy(folder, FolderOf(snapshot), isLive: false);
        Restore(snapshot);
    }

    /// <summary>Removes everything but a data folder that was given.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    /// <summary>Removes the folders of processes that were killed: nobody holds their lock any more.</summary>
    internal static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, LockFile), FileMode.Open, FileAccess.Write, FileShare.None))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It is in use, is being made or removed right now, or is somebody else's.
            }
        }
    }

    private static string FindParent()
    {
        const string Memory = "/dev/shm";
        return OperatingSystem.IsLinux() && Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= RoomInMemory
            ? Memory
            : Path.GetTempPath();
    }
}
