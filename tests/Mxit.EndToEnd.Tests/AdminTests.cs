using System.Text.Json;
using Mxit.EndToEnd.Tests.Storage;

namespace Mxit.EndToEnd.Tests;

/// <summary><c>mxit admin</c>, beside a server in a process of its own that runs on the same database.</summary>
public sealed class AdminTests
{
    [Fact]
    public async Task People_apps_and_contacts_made_on_the_command_line_are_there_for_a_running_server()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            await RunAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Friendships_from_a_file_are_there_and_a_second_time_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "friends.txt");
            await File.WriteAllLinesAsync(file, ["# friends", "0 1", "1 0", "0 2", "x", "2 2"]);

            // Makes the database, and need not run afterwards.
            await MxitServe.StartAndStopAsync("--data", folder.FullName);

            var first = await AdminAsync(folder.FullName, null, "import", "contacts", file, "--prefix", "fb");
            var (exitCode, second, _) = await StartAsync(folder.FullName, null, ["import", "contacts", file, "--prefix", "fb"]);

            Assert.Equal((3, 2), (first.GetProperty("peopleMade").GetInt32(), first.GetProperty("friendshipsMade").GetInt32()));
            Assert.Equal("5", first.GetProperty("malformed").GetProperty("first")[0].GetString());
            Assert.Equal(0, exitCode);
            Assert.Contains("people: 3 of 3", second);
            Assert.Contains("friendships: 2 of 2", second);
            Assert.Contains("0 friendships made, 2 were there; 0 people made, 3 were there.", second);
            Assert.Contains("Left out: 1 lines that do not hold two names (line 5).", second);
            var logins = (await AdminAsync(folder.FullName, null, "user", "list")).EnumerateArray().Select(
                person => person.GetProperty("login").GetString());
            Assert.Equal(["fb0", "fb1", "fb2"], logins);
            await AdminAsync(folder.FullName, "a pass phrase of its own", "user", "password", "fb0");
            Assert.Contains(
                "There is no file", await RefusedAsync(folder.FullName, null, "import", "contacts", "nowhere.txt"),
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string folder)
    {
        await using var server = await Check.ServerProcess.StartAsync(folder, null, TestContext.Current.CancellationToken);

        using var http = new HttpClient { BaseAddress = server.Address };
        var zola = await AdminAsync(folder, "correct horse battery", "user", "add", "zola", "--name", "Zola N");
        var thabo = await AdminAsync(folder, "staple on the wall", "user", "add", "thabo");
        var app = await AdminAsync(folder, null, "app", "add", "weather", "--scope", "message/send", "--scope", "profile/public");
        Assert.Equal(0, (await AdminAsync(folder, null, "app", "show", "weather")).GetProperty("leniencies").GetArrayLength());
        Assert.Equal(0, app.GetProperty("leniencies").GetArrayLength());
        var old = await AdminAsync(folder, null, "app", "add", "old-weather", "--legacy", "--password-grant");
        Assert.Equal(
            ["no-pkce", "http-redirect", "empty-path", "long-code", "found-after-form", "no-issuer", "no-tls", "password-grant"],
            old.GetProperty("leniencies").EnumerateArray().Select(leniency => leniency.GetString()));
        var (_, shown, _) = await StartAsync(folder, null, ["app", "show", "old-weather"]);
        Assert.Contains("The server is lenient with it, for programs of 2012:", shown, StringComparison.Ordinal);
        Assert.Contains("password-grant   The app may send people's passwords to /token.", shown, StringComparison.Ordinal);
        Assert.Contains("There is no app", await RefusedAsync(folder, null, "app", "show", "nothing"), StringComparison.Ordinal);
        await AdminAsync(folder, null, "contact", "add", "zola", "weather");
        await AdminAsync(folder, null, "contact", "add", "zola", "thabo");

        Assert.Matches("^m[1-9][0-9]{10}$", zola.GetProperty("userId").GetString());
        using var client = new MxitClient(new MxitClientOptions
        {
            ClientId = app.GetProperty("clientId").GetString()!,
            ClientSecret = app.GetProperty("clientSecret").GetString()!,
            BaseAddress = server.Address,
        });
        var userId = await client.Users.GetUserIdAsync("Zola", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(zola.GetProperty("userId").GetString(), userId.Value);
        await client.Messaging.SendMessageAsync(
            "weather", [userId], "Rain", cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<MxitApiException>(() =>
            client.OAuth.GetAppTokenAsync([MxitScopes.GraphRead], null, TestContext.Current.CancellationToken));

        // What the server has read already is replaced by what the command line says, within about a second.
        Assert.Equal(
            "\"Zola N\"", await http.GetStringAsync($"/user/public/displayname/{userId}", TestContext.Current.CancellationToken));
        var profile = await AdminAsync(
            folder, null, "user", "profile", "Zola", "--born", "1990-02-11", "--gender", "female", "--first-name", "Zola",
            "--last-name", "Ndlovu", "--language", "en", "--country", "ZA", "--display-name", "Zee");
        Assert.Equal(
            ["Zee", "Zola", "Ndlovu", "1990-02-11", "female", "en", "en-ZA", "ZA", "ZA"],
            new[] { "displayName", "firstName", "lastName", "born", "gender", "language", "culture", "registeredCountry",
                "lastKnownCountry" }
                .Select(member => profile.GetProperty(member).GetString()));
        Assert.Equal(profile.ToString(), (await AdminAsync(folder, null, "user", "profile", userId.Value)).ToString());
        await TestKit.WaitFor.ConditionAsync(async () =>
            await http.GetStringAsync("/user/public/displayname/zola", TestContext.Current.CancellationToken) == "\"Zee\"");

        var renewed = await AdminAsync(folder, null, "app", "secret", "weather");
        Assert.NotEqual(app.GetProperty("clientSecret").GetString(), renewed.GetProperty("clientSecret").GetString());

        // The token that the client holds was revoked by another process; the server hears of it within seconds, and the
        // client's own renewal is refused.
        await TestKit.WaitFor.ConditionAsync(async () =>
        {
            try
            {
                await client.Messaging.SendMessageAsync(
                    "weather", [userId], "More rain", cancellationToken: TestContext.Current.CancellationToken);
                return false;
            }
            catch (MxitUnauthorizedException)
            {
                return true;
            }
        });

        var logins = (await AdminAsync(folder, null, "user", "list")).EnumerateArray().Select(
            person => person.GetProperty("login").GetString());
        Assert.Equal(["alice", "bob", "carol", "dave", "thabo", "zola"], logins);
        Assert.Equal(
            "\"thabo\"", await http.GetStringAsync("/user/public/displayname/thabo", TestContext.Current.CancellationToken));
        await AdminAsync(folder, null, "user", "remove", "thabo");
        await TestKit.WaitFor.ConditionAsync(async () =>
        {
            using var answer = await http.GetAsync("/user/public/displayname/thabo", TestContext.Current.CancellationToken);
            return answer.StatusCode == System.Net.HttpStatusCode.NotFound;
        });
        Assert.Contains("nobody", await RefusedAsync(folder, null, "user", "remove", "thabo"), StringComparison.Ordinal);
        Assert.Contains("taken", await RefusedAsync(folder, "long enough 1", "user", "add", "weather"), StringComparison.Ordinal);
        Assert.Contains(
            "RegisteredCountryCode is wrong; two capital letters",
            await RefusedAsync(folder, null, "user", "profile", "zola", "--country", "za"), StringComparison.Ordinal);
        Assert.Contains(
            "not a day such as", await RefusedAsync(folder, null, "user", "profile", "zola", "--born", "11/2/1990"),
            StringComparison.Ordinal);
        Assert.Contains("nobody", await RefusedAsync(folder, null, "user", "profile", "thabo"), StringComparison.Ordinal);
        Assert.Contains(
            "of the legacy profile only. The option --legacy",
            await RefusedAsync(folder, null, "app", "add", "sunny", "--password-grant"), StringComparison.Ordinal);
        Assert.Contains(
            "The option --legacy",
            await RefusedAsync(folder, null, "app", "add", "sunny", "--redirect", "http://example.org/"),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "The option --legacy",
            await RefusedAsync(folder, null, "app", "add", "sunny", "--redirect", "/", "--legacy"), StringComparison.Ordinal);
        Assert.Contains("too weak", await RefusedAsync(folder, "short", "user", "add", "sipho"), StringComparison.Ordinal);
        Assert.Contains(
            "no person and no app", await RefusedAsync(folder, null, "contact", "add", "zola", "thabo"),
            StringComparison.Ordinal);
        Assert.NotNull(thabo.GetProperty("userId").GetString());
    }

    private static async Task<JsonElement> AdminAsync(string folder, string? password, params string[] arguments)
    {
        var (exitCode, output, error) = await StartAsync(folder, password, [.. arguments, "--json"]);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {output}{error}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static async Task<string> RefusedAsync(string folder, string? password, params string[] arguments)
    {
        var (exitCode, output, error) = await StartAsync(folder, password, arguments);
        Assert.True(exitCode == 1, $"{string.Join(' ', arguments)}: {output}{error}");
        Assert.Empty(output);
        return error;
    }

    private static Task<ProgramRun> StartAsync(string folder, string? password, string[] arguments) => ProgramRun.OfCommandAsync(
        ["admin", .. arguments, "--data", folder, .. password is null ? Array.Empty<string>() : ["--password", password]]);
}
