using System.Text;
using System.Text.Json.Nodes;
using Mxit.Cli.Recording;

namespace Mxit.EndToEnd.Tests.Recording;

/// <summary><c>mxit replay</c>: a recording of one server, played against another.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_was_recorded_plays_the_same_against_another_server(bool texts)
    {
        await using var recorded = await RecordedServer.StartAsync(texts);
        var exchanges = await PlaySessionAsync(recorded.Inner);
        await recorded.TextAsync(exchanges);

        await using var other = await Server.StartAsync();
        var results = await PlayAsync(other, await ReadAsync(recorded.Path));
        Assert.Equal(exchanges, results.Count);
        Assert.All(results, result => Assert.Empty(result));
    }

    [Fact]
    public async Task A_server_that_answers_otherwise_is_shown_as_such()
    {
        await using var recorded = await RecordedServer.StartAsync();
        var exchanges = await PlaySessionAsync(recorded.Inner);
        var har = JsonNode.Parse(await recorded.TextAsync(exchanges))!;
        var entries = har["log"]!["entries"]!.AsArray();
        var profile = entries.First(
            entry => entry!["request"]!["url"]!.GetValue<string>().EndsWith("/user/profile", StringComparison.Ordinal)
                && entry["response"]!["status"]!.GetValue<int>() == 200)!;
        var content = JsonNode.Parse(profile["response"]!["content"]!["text"]!.GetValue<string>())!;
        content["Age"] = "33";
        content["Nickname"] = "Al";
        content.AsObject().Remove("Title");
        content["State"]!["Mood"] = null;
        profile["response"]!["content"]!["text"] = content.ToJsonString();
        profile["response"]!["status"] = 203;
        foreach (var header in profile["response"]!["headers"]!.AsArray().Where(
            header => header!["name"]!.GetValue<string>() == "Content-Type"))
        {
            header!["value"] = "text/json";
        }

        await using var other = await Server.StartAsync();
        var results = await PlayAsync(other, HarReader.Read(Encoding.UTF8.GetBytes(har.ToJsonString())).Exchanges);
        Assert.Equal(
            [
                "$.Age was a string, and is a number", "$.Nickname is missing", "$.State.Mood was null, and is a number",
                "$.Title is new",
                "Content-Type was text/json, and is application/json; charset=utf-8", "status was 203, and is 200",
            ],
            Assert.Single(results, result => result.Count > 0).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_read_as_far_as_it_goes()
    {
        await using var recorded = await RecordedServer.StartAsync();
        await recorded.Inner.GetAsync("/message/version", null);
        await recorded.Inner.GetAsync("/user/version", null);
        var whole = Encoding.UTF8.GetBytes(await recorded.TextAsync(2));
        Assert.Equal((2, false), Count(HarReader.Read(whole)));

        // Wherever it breaks off, what came before is there, and nothing is taken for whole that is not.
        var second = whole.AsSpan().LastIndexOf("{\"startedDateTime\""u8);
        foreach (var length in Enumerable.Range(second - 2, whole.Length - second - 6))
        {
            var (count, isCutOff) = Count(HarReader.Read(whole.AsSpan(0, length)));
            Assert.True(isCutOff);
            Assert.InRange(count, 1, 2);
        }

        Assert.Equal((1, true), Count(HarReader.Read([.. whole.AsSpan(0, second + 20), .. "\0\0\0\0"u8])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"log\":{}}")]
    [InlineData("{\"log\":{\"entries\":[{}]}}")]
    [InlineData("{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":1}}]}}")]
    public void A_file_that_is_none_is_refused_as_such(string text) =>
        Assert.Throws<InvalidDataException>(() => HarReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_recording_of_other_programs_gets_its_tokens_from_its_own_answers()
    {
        // As a proxy writes it down: nothing masked, nothing said of tokens.
        const string Har = """
            {"log":{"version":"1.2","creator":{"name":"proxy","version":"1"},"entries":[
            {"startedDateTime":"2014-01-01T00:00:00Z","time":1,"request":{"method":"POST","url":"https://auth.mxit.com/token","httpVersion":"HTTP/1.1",
             "headers":[{"name":"Authorization","value":"Basic b2xkOm9sZA=="},{"name":"Content-Type","value":"application/x-www-form-urlencoded"},{"name":"Host","value":"auth.mxit.com"}],
             "postData":{"mimeType":"","text":"grant_type=client_credentials&scope=profile%2Fpublic"},"bodySize":53},
             "response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json; charset=utf-8"}],
             "content":{"text":"{\"access_token\":\"c71219af53f5409e9d1db61db8a08248\",\"token_type\":\"bearer\",\"expires_in\":3600,\"scope\":\"profile/public\"}"}}},
            {"startedDateTime":"2014-01-01T00:00:00Z","time":1,"request":{"method":"GET","url":"http://api.mxit.com/user/lookup/alice","httpVersion":"HTTP/1.1",
             "headers":[{"name":"Authorization","value":"bearer c71219af53f5409e9d1db61db8a08248"}],"bodySize":0},
             "response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json; charset=utf-8"}],"content":{"text":"\"m40000000000\""}}},
            {"startedDateTime":"2014-01-01T00:00:00Z","time":1,"request":{"method":"GET","url":"http://api.mxit.com/user/profile/m40000000000","httpVersion":"HTTP/1.1",
             "headers":[{"name":"Authorization","value":"Bearer c71219af53f5409e9d1db61db8a08248"}],"bodySize":0},
             "response":{"status":200,"headers":[],"content":{"text":"{\"UserId\":\"m40000000000\"}"}}}]}}
            """;
        await using var server = await Server.StartAsync();
        var results = await PlayAsync(server, HarReader.Read(Encoding.UTF8.GetBytes(Har)).Exchanges);
        Assert.Empty(results[0]);
        Assert.Empty(results[1]);

        // The user id of then stands for the one of now, or there would be nobody.
        Assert.DoesNotContain(results[2], difference => difference.StartsWith("status", StringComparison.Ordinal));
        Assert.Contains("$.DisplayName is new", results[2]);
    }

    [Fact]
    public async Task The_command_tells_by_its_exit_code_whether_there_are_differences()
    {
        await using var recorded = await RecordedServer.StartAsync();
        await recorded.Inner.GetAsync("/message/version", null);
        await recorded.Inner.GetAsync("/user/lookup/alice", await recorded.Inner.AppTokenAsync("profile/public"));
        await recorded.TextAsync(3);
        await using var other = await Server.StartAsync();

        var (code, output) = await CommandAsync(recorded.Path, "--server", other.Inner.Address.AbsoluteUri);
        Assert.Equal((0, "3 exchanges: 3 the same, 0 different, 0 not played."), (code, output.Trim()));

        (code, output) = await CommandAsync(
            recorded.Path, "--server", other.Inner.Address.AbsoluteUri, "--client-id", "33333333333333333333333333333333");
        Assert.Equal(1, code);
        Assert.Contains("status was 200, and is 401", output, StringComparison.Ordinal);

        (code, output) = await CommandAsync(Path.Combine(Path.GetTempPath(), "not-there.har"));
        Assert.Equal((1, true), (code, output.Contains("cannot be played", StringComparison.Ordinal)));
    }

    private static (int Count, bool IsCutOff) Count((IReadOnlyList<RecordedExchange> Exchanges, bool IsCutOff) read) =>
        (read.Exchanges.Count, read.IsCutOff);

    private static async Task<IReadOnlyList<RecordedExchange>> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return HarReader.Read(bytes.ToArray()).Exchanges;
    }

    private static async Task<List<IReadOnlyList<string>>> PlayAsync(Server server, IReadOnlyList<RecordedExchange> exchanges)
    {
        var options = new ReplayOptions
        {
            Server = server.Inner.Address,
            ClientId = TestApp.Demo.ClientId,
            ClientSecret = TestApp.Demo.ClientSecret,
            People = new Dictionary<string, string> { [""] = "alice", ["m10000000002"] = "bob" },
            PasswordOf = login => $"{login}-password",
        };
        using var replayer = new Replayer(options, exchanges);
        var results = new List<IReadOnlyList<string>>();
        foreach (var exchange in exchanges)
        {
            Assert.Null(Replayer.FindReasonToSkip(exchange));
            results.Add((await replayer.PlayAsync(exchange, TestContext.Current.CancellationToken)).Differences);
        }

        return results;
    }

    // Tokens of three kinds, one of them from before; ids that are others on another server; errors; files.
    private static async Task<int> PlaySessionAsync(Server server)
    {
        var app = await server.AppTokenAsync("profile/public", "message/send");
        var alice = await server.UserTokenAsync(
            "alice", "profile/private", "status/write", "content/read", "content/write", "avatar/write");
        var bob = await server.UserTokenAsync("bob", "message/user", "content/write");
        await server.GetAsync("/user/lookup/bob/", app);
        await server.GetAsync("/user/lookup/nobody", app);
        await server.GetAsync("/user/profile", alice);
        await server.GetAsync("/user/profile", app);
        await server.GetAsync("/user/profile", new string('9', 32));
        await server.GetAsync("/user/profile", null);
        await server.PutAsync("/user/statusmessage", alice, "\"Back again\"");
        await server.GetAsync("/user/public/statusmessage/alice", null);
        await server.PostAsync(
            "/message/send", app, """{"From":"demo","To":"m10000000002,m99999999999","Body":"Hello {0}","Links":[]}""",
            key: "the-key");
        await server.PostAsync("/message/send", bob, """{"From":"m10000000002","To":"m10000000001","Body":"Hi"}""");
        var id = (
            await server.PostAsync("/user/media/file/My+own?fileName=a.bin", alice, "\0\u0001bytes", "application/octet-stream"))
                .Body.Trim('"');
        await server.GetAsync($"/user/media/content/{id}", alice);
        await server.GetAsync("/user/media/list/My+own", alice);
        await server.GetAsync($"/user/media/content/{id}", bob);
        await server.PutAsync($"/user/media/file/{id}", alice, "\"b.bin\"");
        await server.PostAsync("/user/avatar", alice, "no picture", "image/png");
        await server.GetAsync("/user/nothing", alice);
        return 20;
    }

    private static async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        var run = await ProgramRun.OfCommandAsync(["replay", .. arguments]);
        return (run.ExitCode, run.Text);
    }
}
