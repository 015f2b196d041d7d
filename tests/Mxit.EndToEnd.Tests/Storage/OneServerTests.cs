using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>One server at a time works on a database of SQLite: two would each deliver what the other one counts.</summary>
public sealed class OneServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_server_on_a_folder_is_refused_in_one_line_and_the_first_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var first = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);

        var second = await MxitServe.RefusedAsync(["--dev", "--data", folder.Of("data")]);

        AssertRefusal(second, folder.Of("data"));
        await SendAsync(first.Http, 10);
        Assert.Equal(10, await ArriveAsync(first.Http, 10));
    }

    [Fact]
    public async Task It_is_the_same_folder_by_whatever_path_it_is_reached()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Of("elsewhere"));
        await using var first = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);
        Directory.CreateSymbolicLink(folder.Of("link"), folder.Of("data"));
        File.CreateSymbolicLink(folder.Of("elsewhere", "mxit.db"), Path.Combine("..", "data", "mxit.db"));
        Directory.CreateSymbolicLink(folder.Of("other"), folder.Of("elsewhere"));

        string[][] ways =
        [
            ["--data", "data"],
            ["--data", folder.Of("elsewhere", "..", "data")],
            ["--data", folder.Of("link")],
            ["--data", folder.Of("elsewhere")],
            ["--data", folder.Of("other")],
            ["--data", folder.Of("more"), "--set", $"Database:ConnectionString=Data Source={folder.Of("data", "mxit.db")}"],
            ["--data", folder.Of("more"), "--set", "Database:ConnectionString=Data Source=link/mxit.db;Foreign Keys=true"],
        ];
        foreach (var way in ways)
        {
            AssertRefusal(await MxitServe.RefusedAsync(["--dev", .. way], folder.Path), folder.Of("data"));
        }
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_keeps_nobody_out()
    {
        using var folder = new TemporaryFolder();
        await using (var killed = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]))
        {
            await SendAsync(killed.Http, 3);
            await killed.KillAsync();
        }

        await using var next = await MxitServe.StartAsync(["--dev", "--data", folder.Of("data")]);

        await SendAsync(next.Http, 2);
        Assert.Equal(5, await ArriveAsync(next.Http, 5));
    }

    [Fact]
    public async Task A_server_that_was_stopped_makes_room_for_the_next_one_also_in_the_same_process()
    {
        using var folder = new TemporaryFolder();
        var options = new MxitTestServerOptions { ConnectionString = $"Data Source={folder.Of("mxit.db")}" };
        await using (await MxitTestServer.StartAsync(options, Stop))
        {
            var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(
                () => MxitTestServer.StartAsync(Quiet(options), Stop));
            Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        }

        await using (await MxitTestServer.StartAsync(options, Stop))
        {
            // As often as one likes.
        }

        await using var last = await MxitTestServer.StartAsync(options, Stop);
    }

    [Fact]
    public async Task Administration_works_beside_a_server_that_runs()
    {
        using var folder = new TemporaryFolder();
        await using var server = await MxitServe.StartAsync(["--data", folder.Of("data")]);

        var added = await ProgramRun.OfMxitAsync(
            ["admin", "user", "add", "zola", "--data", folder.Of("data")], "a pass phrase of hers");

        Assert.True(added.ExitCode == 0, added.Text);
        Assert.Equal("\"zola\"", await server.Http.GetStringAsync("/user/public/displayname/zola", Stop));
        Assert.Equal(0, await server.TerminateAsync());
    }

    private static MxitTestServerOptions Quiet(MxitTestServerOptions options) => new()
    {
        ConnectionString = options.ConnectionString,
        LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
    };

    private static void AssertRefusal(ProgramRun run, string folder)
    {
        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains(folder, line, StringComparison.Ordinal);
        Assert.Contains("--data", line, StringComparison.Ordinal);
    }

    private static async Task SendAsync(HttpClient http, int count)
    {
        var token = await TokenAsync(http, "grant_type=client_credentials&scope=message/send");
        for (var n = 0; n < count; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/message/send")
            {
                Content = new StringContent(
                    """{"From":"demo","To":"m10000000001","Body":"Hello"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, Stop);
            Assert.Equal(200, (int)answer.StatusCode);
        }
    }

    // How many messages alice has, once there are as many as are expected.
    private static async Task<int> ArriveAsync(HttpClient http, int expected)
    {
        var token = await TokenAsync(http, "grant_type=password&username=alice&password=alice-password&scope=messenger");
        return await TestKit.WaitFor.ValueAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/messages");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var answer = await http.SendAsync(request, Stop);
                using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
                return page.RootElement.GetProperty("messages").GetArrayLength();
            },
            found => found >= expected,
            TimeSpan.FromMinutes(2));
    }

    private static async Task<string> TokenAsync(HttpClient http, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/token")
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        var demo = TestApp.Demo;
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{demo.ClientId}:{demo.ClientSecret}")));
        using var answer = await http.SendAsync(request, Stop);
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return token.RootElement.GetProperty("access_token").GetString()!;
    }
}
