using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Distribution;

/// <summary>The client library in a program that was compiled ahead of time.</summary>
public sealed class NativeSampleTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Linkers = ["/usr/bin/clang", "/usr/bin/gcc"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mxit-native-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_native_program_sends_a_message()
    {
        Assert.SkipUnless(Linkers.Any(File.Exists), "Compiling ahead of time needs a linker: install clang or gcc.");
        var stop = TestContext.Current.CancellationToken;

        // Warnings are errors, those of trimming and of the native compiler too.
        var sample = Path.Combine(Repository.Root, "samples", "SendMessage");
        (await ProgramRun.OfAsync("dotnet", ["publish", sample, "-c", "Release", "-o", _folder], stop)).Succeeded();
        var program = Path.Combine(_folder, "SendMessage");
        output.WriteLine($"{new FileInfo(program).Length / 1048576.0:0.0} MiB");

        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        var (_, app, secret) = TestApp.Demo;
        Task<ProgramRun> SendAsync(string login) => ProgramRun.OfAsync(
            program, [server.Address.ToString(), app, "demo", login, "Hello"], stop, environment: ("MXIT_CLIENT_SECRET", secret));

        var id = Guid.Parse((await SendAsync("alice")).Succeeded().Trim());

        using var mxit = server.CreateClient();
        var alice = await mxit.SignInAsync("alice", stop);
        var message = await alice.Messenger.ListenAsync(cancellationToken: stop).FirstAsync(stop);
        Assert.Equal((id, "Hello"), (Guid.Parse(message.Id.Value), message.Body));

        var refused = await SendAsync("nobody-has-this");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("404", refused.Text, StringComparison.Ordinal);
    }
}
