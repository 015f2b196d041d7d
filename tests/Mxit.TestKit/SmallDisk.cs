using System.Diagnostics;
using System.Globalization;

namespace Mxit.TestKit;

/// <summary>
/// A disk of its own, in memory, that can run full: it is made as small as what is on it, and so needs nothing to fill it. Only
/// root may make one.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const long WholeKiB = 2 * 1024 * 1024;
    private const int PageKiB = 4;

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Why there can be none on this machine; <see langword="null"/> when there can.</summary>
    public static string? MissingReason { get; } = FindMissingReason();

    /// <summary>Makes one, with room on it.</summary>
    public static async Task<SmallDisk> MountAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-disk-").FullName;
        await RunAsync("mount", ["-t", "tmpfs", "-o", Size(WholeKiB) + ",mode=1777", "tmpfs", folder], cancellationToken);
        return new SmallDisk(folder);
    }

    /// <summary>Leaves no room on it.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var drive = new DriveInfo(Folder);
            var usedKiB = (drive.TotalSize - drive.AvailableFreeSpace) / 1024;
            try
            {
                await RemountAsync(usedKiB + PageKiB, cancellationToken);
                return;
            }
            catch (InvalidOperationException)
            {
                // More was written meanwhile than it was to hold.
            }
        }
    }

    /// <summary>Gives it its room back.</summary>
    public Task FreeAsync(CancellationToken cancellationToken) => RemountAsync(WholeKiB, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", [Folder], CancellationToken.None);
        Directory.Delete(Folder);
    }

    private static string? FindMissingReason()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "A disk that runs full is a tmpfs, which only root on Linux may mount.";
        }

        try
        {
            MountAsync(CancellationToken.None).GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"A disk that runs full is a tmpfs, which cannot be mounted here: {refused.Message}";
        }
    }

    private static string Size(long kiB) => string.Create(CultureInfo.InvariantCulture, $"size={kiB}k");

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var text = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {text.Trim()}");
        }
    }

    private Task RemountAsync(long kiB, CancellationToken cancellationToken) =>
        RunAsync("mount", ["-o", "remount," + Size(kiB), Folder], cancellationToken);
}
