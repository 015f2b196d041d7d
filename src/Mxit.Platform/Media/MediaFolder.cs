using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// The folder of media: in the data folder, never below a web root, readable by the user of the server only. In it are
/// <c>tmp</c> for what is on its way, in the same file system so that it can be moved, and two levels of folders by key.
/// </summary>
internal sealed class MediaFolder : IStoragePart
{
    public MediaFolder(ServerContext server)
    {
        Path = System.IO.Path.Combine(server.DataFolder, "media");
        TemporaryPath = System.IO.Path.Combine(Path, "tmp");
        OwnerOnly.CreateFolder(server.DataFolder);
        OwnerOnly.CreateFolder(Path);
        OwnerOnly.CreateFolder(TemporaryPath);
    }

    /// <summary>Where the folder is.</summary>
    public string Path { get; }

    /// <summary>Where bytes are that are on their way.</summary>
    public string TemporaryPath { get; }

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public StorageFailure? FindFailureOrNull() =>
        Directory.Exists(Path) && Directory.Exists(TemporaryPath) ? null : StorageFailure.FilesUnavailable;

    /// <summary>Opens a new file in <see cref="TemporaryPath"/>, with our permissions.</summary>
    public FileStream CreateTemporary(FileOptions more = FileOptions.None)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | more,
            BufferSize = 0,
        };
        return new FileStream(NewTemporaryName(), options.ForOwnerOnly());
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
