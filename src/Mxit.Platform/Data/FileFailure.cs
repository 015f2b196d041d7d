namespace Mxit.Platform.Data;

/// <summary>Tells faults of the disk and of folders from other faults, such as those of connections.</summary>
internal static class FileFailure
{
    // On Unix .NET gives the error number as the result code where it has no code of its own.
    private const int InputOutputError = 5;
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    /// <summary>Whether there was no room left.</summary>
    public static bool IsDiskFull(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult is WindowsDiskFull or WindowsHandleDiskFull
        : failure.HResult is NoSpaceLeft or QuotaExceeded;

    /// <summary>
    /// What an exception says of the server's files. Nobody outside names a file, so what is missing or closed is ours.
    /// </summary>
    public static StorageFailure? FindOrNull(Exception failure) => failure switch
    {
        DirectoryNotFoundException or UnauthorizedAccessException => StorageFailure.FilesUnavailable,
        IOException io when IsDiskFull(io) => StorageFailure.FilesFull,
        IOException io when IsDiskFault(io) => StorageFailure.FilesUnavailable,
        _ => null,
    };

    /// <summary>
    /// Whether an exception was caused by the server's files, such as those in which large forms are kept while they are read.
    /// </summary>
    public static bool IsCauseOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (FindOrNull(cause) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDiskFault(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult is WindowsWriteProtected
        : failure.HResult is InputOutputError or ReadOnlyFileSystem;
}
