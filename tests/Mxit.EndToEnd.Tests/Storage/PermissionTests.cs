using System.Runtime.Versioning;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>
/// What the server writes is for its own user, whatever the umask, and what was open to others before is closed.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Others may have this one: that is what it is for. The folder that it lies in is closed.
    private const string Published = "mxit-authority.crt";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData("000"), InlineData("022"), InlineData("077")]
    public async Task All_that_is_written_is_for_the_user_of_the_server_only(string umask)
    {
        using var folder = new TemporaryFolder();
        var data = folder.Of("some", "data");
        await using var server = await MxitServe.StartAsync(
            [
                "--dev", "--data", data, "--record", folder.Of("session.har"), "--historic-hosts",
                "--http-port", "0", "--https-port", "0",
            ],
            umask: umask);
        await UploadAsync(server.Http.BaseAddress!);
        await SignInOnThePageAsync(server.Http);

        Assert.Equal(OwnFolder, File.GetUnixFileMode(data));
        AssertClosed(data);
        AssertClosed(folder.Of("session.har"));
        string[] written = [
            .. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(data, path)),
        ];
        Assert.Contains("mxit.db", written);
        Assert.Equal(
            UnixFileMode.None, File.GetUnixFileMode(Path.Combine(data, Published)) & (
                UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        Assert.Contains("mxit.db-wal", written);
        Assert.Contains("mxit.db-shm", written);
        Assert.Contains(written, name => name.StartsWith("media/", StringComparison.Ordinal));
        Assert.Contains(written, name => name.StartsWith("keys/key-", StringComparison.Ordinal));
        Assert.Equal(0, await server.TerminateAsync());
        AssertClosed(data);
    }

    [Fact]
    public async Task What_others_could_read_before_is_taken_from_them_at_the_start_and_the_log_says_so()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Of("data");
        await using (var before = await MxitServe.StartAsync(["--dev", "--data", data]))
        {
            await UploadAsync(before.Http.BaseAddress!);
            await before.KillAsync();
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories).Append(data))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Others);
        }

        await using var server = await MxitServe.StartAsync(["--dev", "--data", data]);

        Assert.Equal(OwnFolder, File.GetUnixFileMode(data));
        AssertClosed(data);
        Assert.Contains("could be read by others", server.Text, StringComparison.Ordinal);
        await using var again = await RestartAsync(server, data);
        Assert.DoesNotContain("could be read by others", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_elsewhere_is_closed_to_others_and_the_folder_that_it_lies_in_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Of("shared"));
        File.SetUnixFileMode(folder.Of("shared"), OwnFolder | Others);
        await File.WriteAllBytesAsync(folder.Of("shared", "own.db"), [], Stop);
        File.SetUnixFileMode(
            folder.Of("shared", "own.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await using var server = await MxitServe.StartAsync(
            ["--dev", "--data", folder.Of("data"), "--set",
                $"Database:ConnectionString=Data Source={folder.Of("shared", "own.db")}"]);

        Assert.Equal(OwnFolder | Others, File.GetUnixFileMode(folder.Of("shared")));
        Assert.All(Directory.GetFiles(folder.Of("shared")), AssertClosed);
        Assert.True(Directory.GetFiles(folder.Of("shared")).Length >= 3);
        AssertClosed(folder.Of("data"));
    }

    [Fact]
    public async Task A_folder_that_holds_folders_of_something_else_is_not_taken_from_others_but_what_the_server_writes_there_is()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Of("data", "of-another-program"));
        File.SetUnixFileMode(folder.Of("data"), OwnFolder | Others);

        await using var server = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);

        Assert.Equal(OwnFolder | Others, File.GetUnixFileMode(folder.Of("data")));
        Assert.Contains($"Others may look into {folder.Of("data")}", server.Text, StringComparison.Ordinal);
        AssertClosed(folder.Of("data", "keys"));
        AssertClosed(folder.Of("data", "media"));
        Assert.All(Directory.GetFiles(folder.Of("data")), AssertClosed);
    }

    private static async Task<MxitServe> RestartAsync(MxitServe server, string data)
    {
        Assert.Equal(0, await server.TerminateAsync());
        return await MxitServe.StartAsync(["--dev", "--data", data]);
    }

    private static void AssertClosed(string path)
    {
        Assert.True((File.GetUnixFileMode(path) & Others) == 0, $"{path} is {File.GetUnixFileMode(path)}");
        if (Directory.Exists(path))
        {
            Assert.All(
                Directory.EnumerateFileSystemEntries(path).Where(entry => Path.GetFileName(entry) != Published), AssertClosed);
        }
    }

    private static async Task UploadAsync(Uri address)
    {
        using var client = new MxitClient(address, TestApp.Demo.ClientId, TestApp.Demo.ClientSecret);
        var alice = await client.SignInAsync("alice", Stop);
        await alice.Users.UploadGalleryFileAsync(
            "Holiday", new MediaUpload("a note"u8.ToArray(), "note.txt"), cancellationToken: Stop);
        await client.Messaging.SendMessageAsync("demo", ["m10000000001"], "Hello", cancellationToken: Stop);
    }

    // The page keeps its secrets with data protection, which makes a key of its own.
    private static async Task SignInOnThePageAsync(HttpClient http) =>
        Assert.NotEmpty(await http.GetStringAsync("/sign-in", Stop));
}
