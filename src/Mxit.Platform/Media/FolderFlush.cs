using System.Runtime.InteropServices;

namespace Mxit.Platform.Media;

/// <summary>
/// Makes the names in a folder durable. Flushing a file keeps its bytes through a power cut, but not the name that it was moved
/// to; that takes an fsync of the folder (see fsync(2)), which .NET has no call for. Windows keeps names in a journal and needs
/// none.
/// </summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    // Some network file systems cannot flush a folder and say so.
    private const int InvalidArgument = 22;
    private const int NotSupported = 95;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, ReadOnly);
        if (handle < 0)
        {
            throw new IOException($"The folder cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (Synchronize(handle) != 0 && Marshal.GetLastPInvokeError() is var error
                && error is not (InvalidArgument or NotSupported))
            {
                throw new IOException($"The folder cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}", error);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronize(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
