using Microsoft.Extensions.Logging;

namespace Mxit.Platform.Data;

/// <summary>
/// The folder of the server: its database, unless that lies elsewhere, its keys and its media. It is for the server's user only,
/// and so is everything in it.
/// </summary>
internal sealed partial class DataFolder(ServerContext server, ILogger<DataFolder> logger)
{
    /// <summary>What the server makes in its folder. A folder with other folders in it is not the server's alone.</summary>
    private static readonly string[] OwnFolders = ["keys", "media", "snapshots", "lost+found"];

    private static readonly EnumerationOptions WholeTree = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Makes the folder where it is missing, and takes from others what they could read.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public void Open()
    {
        OwnerOnly.CreateFolder(server.DataFolder);
        if (!IsOwn())
        {
            if (OwnerOnly.IsOpenToOthers(server.DataFolder))
            {
                LogShared(server.DataFolder);
            }
        }
        else if (OwnerOnly.Close(server.DataFolder))
        {
            LogClosed(server.DataFolder);
        }

        foreach (var name in OwnFolders[..2])
        {
            Close(Path.Combine(server.DataFolder, name));
        }
    }

    // A folder such as /srv, named by mistake or on purpose, is not taken from the programs that live in it.
    private bool IsOwn() =>
        Path.GetPathRoot(server.DataFolder) != server.DataFolder
        && Directory.EnumerateDirectories(server.DataFolder).All(path => OwnFolders.Contains(Path.GetFileName(path)));

    // Nobody gets past a folder that is closed, so that what is in it has to be looked at only where the folder was open: there
    // may be millions of media.
    private void Close(string folder)
    {
        if (!Directory.Exists(folder) || !OwnerOnly.Close(folder))
        {
            return;
        }

        var count = Directory.EnumerateFileSystemEntries(folder, "*", WholeTree).Count(OwnerOnly.Close);
        LogTreeClosed(folder, count);
    }

    [LoggerMessage(LogLevel.Warning, "{Path} could be read by others; now only the user of the server can.")]
    private partial void LogClosed(string path);

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} and {Count} files and folders in it could be read by others; now only the user of the server can.")]
    private partial void LogTreeClosed(string path, int count);

    [LoggerMessage(
        LogLevel.Warning,
        "Others may look into {Path}. It holds folders of something else, so it stays as it is; what the server writes in it " +
        "is for its own user only.")]
    private partial void LogShared(string path);
}
