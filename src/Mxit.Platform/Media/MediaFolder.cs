namespace Mxit.Platform.Media;

/// <summary>
/// The folder of media: in the data folder, never below a web root, readable by the user of the server only. In it are
/// <c>tmp</c> for what is on its way, in the same file system so that it can be moved, and two levels of folders by key.
/// </summary>
internal sealed class MediaFolder
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public MediaFolder(ServerContext server)
    {
        Path = System.IO.Path.Combine(server.DataFolder, "media");
        TemporaryPath = System.IO.Path.Combine(Path, "tmp");
        Create(Path);
        Create(TemporaryPath);
    }

    /// <summary>Where the folder is.</summary>
    public string Path { get; }

    /// <summary>Where bytes are that are on their way.</summary>
    public string TemporaryPath { get; }

    /// <summary>Makes a folder with our permissions. Those above it must be there, for they would get others.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    /// <summary>Opens a new file in <see cref="TemporaryPath"/>, with our permissions.</summary>
    public FileStream CreateTemporary(FileOptions more = FileOptions.None)
    {
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | more,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return new FileStream(NewTemporaryName(), options);
    }

    /// <summary>Opens a file to be read, which may be moved and deleted meanwhile.</summary>
    public static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous,
    });

    private string NewTemporaryName() => System.IO.Path.Combine(TemporaryPath, $"{Guid.NewGuid():N}");
}
