using System.Diagnostics;
using Mxit.Platform.Media;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Media;

/// <summary>The storage in a folder.</summary>
[Collection(Alone.Name)]
public sealed class FolderMediaStorageTests : MediaStorageSuite
{
    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly MediaFolder _folder;

    public FolderMediaStorageTests()
    {
        _folder = new MediaFolder(new ServerContext(new Uri("http://localhost"), _data, false));
        Storage = new FolderMediaStorage(_folder, Clock);
    }

    private protected override IMediaStorage Storage { get; }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task U_13_only_the_user_of_the_server_may_read_and_nobody_may_execute()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions of this kind are those of Unix.");
        await SaveAsync(new MemoryStream(Bytes(100)));
        await using var staged = await Storage.StageAsync(new MemoryStream(Bytes(200)), 200, CancellationToken.None);
        await using var upload = await new UploadReader(_folder).ReadAsync(
            new MemoryStream(Bytes(200_000)), 200_000, CancellationToken.None);

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal(ReadWrite, File.GetUnixFileMode(file)));
        Assert.All(
            Directory.GetDirectories(_data, "*", SearchOption.AllDirectories),
            folder => Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public async Task Keys_are_spread_over_two_levels_of_folders()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(100)));

        Assert.True(File.Exists(Path.Combine(_folder.Path, key[..2], key[2..4], key)));
    }

    [Fact]
    public async Task U_17_leftovers_that_look_like_a_key_are_never_seen()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.TemporaryPath, new string('a', 64)), Bytes(10));

        Assert.Empty(await ListAsync());
        Assert.False(await Storage.ExistsAsync(new string('a', 64), CancellationToken.None));
    }

    [Fact]
    public async Task U_02_an_upload_over_the_limit_leaves_no_file()
    {
        using var endless = new EndlessStream();

        await Assert.ThrowsAsync<MediaTooLargeException>(
            () => new UploadReader(_folder).ReadAsync(endless, 1_000_000, CancellationToken.None));

        Assert.InRange(endless.BytesRead, 1_000_000, 1_500_000);
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task U_16_a_full_disk_is_told_and_leaves_nothing()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may mount a small file system.");
        var mount = Directory.CreateTempSubdirectory("mxit-full-").FullName;
        Assert.SkipUnless(
            await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount) == 0,
            "No small file system can be mounted here.");
        try
        {
            var folder = new MediaFolder(new ServerContext(new Uri("http://localhost"), mount, false));
            var storage = new FolderMediaStorage(folder, Clock);
            var small = await storage.SaveAsync(new MemoryStream(Bytes(1_000)));

            await Assert.ThrowsAsync<MediaStorageFullException>(
                () => storage.StageAsync(new MemoryStream(Bytes(2_000_000)), 10_000_000, CancellationToken.None));
            await Assert.ThrowsAsync<MediaStorageFullException>(
                () => new UploadReader(folder).ReadAsync(new MemoryStream(Bytes(2_000_000)), 10_000_000, CancellationToken.None));

            Assert.EndsWith(
                small.Key, Assert.Single(Directory.GetFiles(mount, "*", SearchOption.AllDirectories)), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", mount);
            Directory.Delete(mount);
        }
    }

    protected override async Task AssertNothingIsThereAsync()
    {
        await base.AssertNothingIsThereAsync();
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    protected override void Dispose(bool disposing) => Directory.Delete(_data, recursive: true);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
