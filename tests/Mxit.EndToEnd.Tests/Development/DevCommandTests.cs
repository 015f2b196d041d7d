using System.Text.Json.Nodes;
using Mxit.EndToEnd.Tests.Storage;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Development;

/// <summary><c>mxit dev</c> and programs in other languages, against <c>mxit serve --dev</c>.</summary>
public sealed class DevCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_and_a_snapshot_return_to_earlier_data_and_spare_other_files()
    {
        using var folder = new TemporaryFolder();
        await using var serve = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);
        await File.WriteAllTextAsync(folder.Of("data/notes.txt"), "mine", Stop);
        await SendAsync(serve, "first");
        await WaitFor.ValueAsync(() => InboxAsync(serve), texts => texts.Count == 1);
        await DevAsync(serve, "snapshot", "save", "one");
        await SendAsync(serve, "second");
        await DevAsync(serve, "clock", "advance", "2h");

        Assert.Equal("one", (await DevAsync(serve, "snapshot", "list")).Trim());
        await DevAsync(serve, "snapshot", "restore", "one");
        Assert.Equal(["first"], await InboxAsync(serve));
        Assert.InRange(await NowAsync(serve), DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow.AddHours(3));

        await DevAsync(serve, "reset");
        Assert.Empty(await InboxAsync(serve));
        Assert.InRange(await NowAsync(serve), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal("one", (await DevAsync(serve, "snapshot", "list")).Trim());
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.Of("data/notes.txt"), Stop));
        Assert.Equal(0, await serve.TerminateAsync());
    }

    [Fact]
    public async Task Faults_and_requests_are_listed_for_people_and_for_programs()
    {
        using var folder = new TemporaryFolder();
        await using var serve = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);

        await DevAsync(
            serve, "faults", "add", "status", "--status", "503", "--path", "/message/send", "--times", "1", "--retry-after",
            "1s");
        Assert.Equal(
            "1: status path=/message/send times=1 status=503 retryAfter=1s", (await DevAsync(serve, "faults", "list")).Trim());
        await SendAsync(serve, "once");

        var lines = (await DevAsync(serve, "requests", "list", "--path", "/message/send")).Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("POST /message/send by demo: 503 (fault)", lines[0].Trim(), StringComparison.Ordinal);
        Assert.EndsWith("POST /message/send by demo: 200", lines[1].Trim(), StringComparison.Ordinal);
        var json = JsonNode.Parse(await DevAsync(serve, "requests", "list", "--status", "503", "--json"))!.AsArray();
        Assert.Equal("demo", Assert.Single(json)!["app"]!.GetValue<string>());
        await DevAsync(serve, "requests", "clear");
        Assert.Equal("[]", (await DevAsync(serve, "requests", "list", "--json")).Trim());
    }

    [Fact]
    public async Task What_is_wrong_is_told_on_standard_error()
    {
        var nobody = await ProgramRun.OfCommandAsync("dev", "clock", "show", "--server", "http://127.0.0.1:9");
        Assert.Equal((1, ""), (nobody.ExitCode, nobody.Output));
        Assert.StartsWith(
            "No server answers at http://127.0.0.1:9/. Start one with mxit serve --dev", nobody.Error, StringComparison.Ordinal);

        var odd = await ProgramRun.OfCommandAsync("dev", "clock", "advance", "soon");
        Assert.Equal(1, odd.ExitCode);
        Assert.Contains("30s, 15m, 1h30m or 8d", odd.Error, StringComparison.Ordinal);

        await using var server = await MxitTestServer.StartAsync(
            new MxitTestServerOptions { Settings = { ["Mxit:Server:Development"] = "false" } }, Stop);
        var production = await ProgramRun.OfCommandAsync("dev", "reset", "--server", server.Address.OriginalString);
        Assert.Equal(1, production.ExitCode);
        Assert.Contains("is not in development mode", production.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3", "-m", "unittest", "discover", "samples/tests-in-python")]
    [InlineData("node", "--test", "samples/tests-in-javascript/rain-app.test.mjs")]
    public async Task Tests_in_other_languages_pass(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(
                path => File.Exists(Path.Combine(path, program))),
            $"{program} is not installed");
        using var folder = new TemporaryFolder();
        await using var serve = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);

        var run = await ProgramRun.InFolderAsync(
            Repository.Root, program, arguments, _ => Task.FromResult<string?>(null), Stop,
            ("MXIT_ADDRESS", serve.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("PYTHONDONTWRITEBYTECODE", "1"));

        run.Succeeded();
        Assert.Contains(program == "node" ? "# pass 4" : "Ran 4 tests", run.Text, StringComparison.Ordinal);
    }

    private static async Task<string> DevAsync(MxitServe serve, params string[] arguments)
    {
        var run = await ProgramRun.OfCommandAsync(
            ["dev", .. arguments, "--server", serve.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)]);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Output;
    }

    private static async Task<DateTimeOffset> NowAsync(MxitServe serve) =>
        JsonNode.Parse(await DevAsync(serve, "clock", "show", "--json"))!["now"]!.GetValue<DateTimeOffset>();

    private static async Task SendAsync(MxitServe serve, string text)
    {
        using var mxit = Client(serve);
        await mxit.Messaging.SendMessageAsync("demo", ["m10000000001"], text, cancellationToken: Stop);
    }

    private static async Task<List<string>> InboxAsync(MxitServe serve)
    {
        using var mxit = Client(serve);
        var alice = mxit.ForUser(await mxit.OAuth.SignInWithPasswordAsync(
            "alice", "alice-password", [MxitScopes.Messenger], null, Stop));
        var texts = new List<string>();
        await foreach (var message in alice.Messenger.ListMessagesAsync(cancellationToken: Stop))
        {
            texts.Add(message.Body);
        }

        return texts;
    }

    private static MxitClient Client(MxitServe serve) =>
        new(serve.Http.BaseAddress!, TestApp.Demo.ClientId, TestApp.Demo.ClientSecret);
}
