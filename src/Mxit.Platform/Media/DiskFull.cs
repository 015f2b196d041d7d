namespace Mxit.Platform.Media;

/// <summary>Tells a full disk from other faults of files.</summary>
internal static class DiskFull
{
    // On Unix .NET gives the error number as the result code where it has no code of its own.
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool Is(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult is WindowsDiskFull or WindowsHandleDiskFull
        : failure.HResult is NoSpaceLeft or QuotaExceeded;
}
