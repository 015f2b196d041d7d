namespace Mxit.Platform;

/// <summary>
/// Files and folders that only the user of the server may read, whatever the umask. On Windows they get what the folder above
/// them has.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder where it is missing. Those above it that are missing too get ordinary permissions.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above)
        {
            Directory.CreateDirectory(above);
        }

        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>A file that these options make is for its owner only.</summary>
    public static FileStreamOptions ForOwnerOnly(this FileStreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }

    /// <summary>Whether others may do anything with a file or a folder.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0;

    /// <summary>Takes a file or a folder from everybody but its owner.</summary>
    /// <returns>
    /// Whether others could do anything with it, and cannot now. What belongs to somebody else, as on a read-only mount, is
    /// theirs to guard.
    /// </returns>
    public static bool Close(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows() || !IsOpenToOthers(path))
            {
                return false;
            }

            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~OfOthers);
            return true;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
