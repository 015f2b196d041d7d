using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform;
using Mxit.Platform.Accounts;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>A server as it is installed: nothing in it is known to anybody, and nothing of development mode answers.</summary>
public sealed class FreshServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // What somebody may try who hopes to get development mode by another name.
    public static TheoryData<string, string> Attempts => new()
    {
        { "Logging:LogLevel:Default", "Warning" }, { "environment", "Development" },
        { "Mxit:Server:PublicAddress", "http://localhost:5080" },
    };

    [Theory, MemberData(nameof(Attempts))]
    public async Task O_63_no_published_password_or_secret_is_good(string setting, string value)
    {
        await using var server = await StartAsync(setting, value);
        foreach (var app in new[] { TestApp.Demo, TestApp.StrictDemo })
        {
            using var client = server.Inner.ClientFor(app);
            await Assert.ThrowsAsync<MxitUnauthorizedException>(
                () => client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop));
        }

        foreach (var login in new[] { "alice", "bob", "carol", "dave", "admin", "root", "mxit" })
        {
            using var visitor = new Visitor(server.Inner.Address);
            foreach (var password in new[] { $"{login}-password", login, "password", "admin", "" })
            {
                var fields = await visitor.ProveAsync("/sign-in", ("username", login), ("password", password));
                Assert.NotEqual(303, (await visitor.PostAsync("/sign-in", fields)).Status);
            }
        }

        Assert.Empty(await server.Get<AccountService>().ListAsync(Stop));
    }

    [Fact]
    public async Task O_63_each_server_has_keys_of_its_own()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        Assert.Empty((await PublishedKeysAsync(one)).Intersect(await PublishedKeysAsync(other)));
        var keys = KeyFiles(one);
        Assert.NotEmpty(keys);
        Assert.Empty(keys.Intersect(KeyFiles(other)));
    }

    [Theory, MemberData(nameof(Attempts))]
    public async Task O_63_what_is_for_development_is_404(string setting, string value)
    {
        await using var server = await StartAsync(setting, value);
        await using var development = await Server.StartAsync();
        var own = Patterns(server);
        var addresses = Patterns(development).Except(own)
            .Concat(["/dev", "/dev/", "/dev/clock", "/dev/reset", "/dev/faults", "/dev/people", "/dev/users", "/dev/token",
                "/dev/simulate", "/DEV/clock"]);
        Assert.DoesNotContain(own, pattern => pattern.StartsWith("/dev", StringComparison.OrdinalIgnoreCase));
        foreach (var address in addresses)
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "DELETE" })
            {
                var answer = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
                Assert.True(answer.Status == 404, $"{method} {address} answered {answer.Status}");
            }
        }
    }

    [Fact]
    public async Task U_13_nothing_in_the_data_folder_has_an_address_or_can_be_run()
    {
        await using var server = await Server.StartAsync();
        await Places.MakeAsync(server);
        var folder = server.Get<ServerContext>().DataFolder;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 5, string.Join(' ', files));
        foreach (var file in files)
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            foreach (var address in new[]
            {
                $"/{path}", $"/data/{path}", $"/assets/{path}", $"/assets/..%2f{path}", $"/assets/%2e%2e%2f{path}",
                $"/..%5c{path}", $"/user/media/content/{path}",
                $"/user/media/content/..%2f..%2f{path}", $"/{Uri.EscapeDataString(file)}", $"/{file}",
            })
            {
                var status = await new RawRequest { Target = address, Headers = { "Host: x", "Connection: close" } }.SendAsync(
                    server.Inner.Address);
                Assert.True(status is 401 or 404, $"{address} answered {status}");
            }

            if (!OperatingSystem.IsWindows())
            {
                const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Execute);
            }
        }
    }

    private static Task<Server> StartAsync(string setting = "Logging:LogLevel:Default", string value = "Warning") =>
        Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:Server:Development"] = "false";
            options.Settings[setting] = value;
        });

    private static HashSet<string> Patterns(Server server) =>
        [.. server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(
            endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")];

    private static async Task<IEnumerable<string>> PublishedKeysAsync(Server server)
    {
        using var keys = JsonDocument.Parse((await server.GetAsync("/.well-known/jwks", null)).Body);
        return [.. keys.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetRawText())];
    }

    private static List<string> KeyFiles(Server server) =>
    [
        .. Directory.GetFiles(Path.Combine(server.Get<ServerContext>().DataFolder, "keys"), "*", SearchOption.AllDirectories)
            .Select(file => Convert.ToHexString(File.ReadAllBytes(file))),
    ];
}
