using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Mxit.EndToEnd.Tests.Pages;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// Whatever a request holds, it is the sender's fault: no answer says that the server failed, and no error is logged.
/// </summary>
public sealed class MalformedRequestTests
{
    public static TheoryData<MxitTestDatabase> Databases => Server.Databases;

    [Theory]
    [InlineData("GET", "/authorize", "")]
    [InlineData("GET", "/messages", "")]
    [InlineData("GET", "/authorize", "x:99999")]
    [InlineData("POST", "/token", "x:65536")]
    [InlineData("GET", "/.well-known/openid-configuration", "x:99999")]
    [InlineData("GET", "/user/profile", "[::1]:99999")]
    [InlineData("GET", "/sign-in", "a..b")]
    [InlineData("GET", "/health/live", "x:99999")]
    public async Task A_host_that_is_none_is_400(string method, string target, string host)
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        Assert.Equal(
            400, await new RawRequest { Method = method, Target = target, Headers = { $"Host: {host}" } }.SendAsync(
                server.Inner.Address));
        Assert.Empty(log.Entries);
    }

    [Theory]
    [InlineData("GET", "//authorize")]
    [InlineData("POST", "//token")]
    [InlineData("POST", "//authorize")]
    [InlineData("POST", "///revoke")]
    [InlineData("GET", "/.well-known//openid-configuration")]
    [InlineData("GET", "//user/profile")]
    [InlineData("GET", "/user//profile")]
    [InlineData("GET", "/messages//")]
    public async Task An_address_with_an_empty_part_is_404_for_everything_behind_it(string method, string target)
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        foreach (var body in new[] { "", "grant_type=\0&grant_type=x", "a=%00" })
        {
            var request = new RawRequest
            {
                Method = method,
                Target = target,
                Headers = { "Host: x", "Content-Type: application/x-www-form-urlencoded" },
            };
            request.SetText(method == "POST" ? body : "");
            Assert.Equal(404, await request.SendAsync(server.Inner.Address));
        }

        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task A_chunk_whose_size_cannot_be_is_400_wherever_a_body_is_read()
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        var places = await Places.MakeAsync(server);
        using var visitor = await Visitor.SignInAsync(server, Places.Owner);
        foreach (var endpoint in places.Endpoints.Where(endpoint => Places.MethodsOf(endpoint).Intersect(["POST", "PUT"]).Any()))
        {
            foreach (var type in new[] { "application/json", "application/x-www-form-urlencoded", "multipart/form-data; " +
                "boundary=x" })
            {
                var request = Valid(server, places, visitor, endpoint);
                request.Method = Places.MethodsOf(endpoint).First(method => method is "POST" or "PUT");
                request.HasLength = false;
                request.Set("Content-Type", type);
                request.Set("Transfer-Encoding", "chunked");
                request.SetText("FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n");
                var status = await request.SendAsync(server.Inner.Address);
                Assert.True(status is >= 200 and < 500, $"{request.Method} {request.Target} answered {status}");
            }
        }

        Assert.Empty(log.Entries);
    }

    [Theory]
    [InlineData("/token"), InlineData("/revoke"), InlineData("/authorize"), InlineData("/sign-in"), InlineData("/message/send")]
    public async Task A_content_type_that_is_none_is_refused(string target)
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        foreach (var type in new[]
        {
            "application/x-www-form-urlencoded\r\nContent-Type: text/plain", "application/x-www-form-urlencoded, text/plain",
            "application/x-www-form-urlencodedx",
            "application/x-www-form-urlencoded;;", "application/x-www-form-urlencoded; charset", "multipart/form-data",
            "multipart/form-data; boundary=\"", "/", ";", ",",
        })
        {
            var request = new RawRequest { Method = "POST", Target = target, Headers = { "Host: x", $"Content-Type: {type}" } };
            request.SetText("grant_type=client_credentials");
            var status = await request.SendAsync(server.Inner.Address);
            Assert.True(status is >= 400 and < 500, $"{type}: {status}");
        }

        Assert.Empty(log.Entries);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_NUL_in_JSON_is_refused_by_every_endpoint(MxitTestDatabase provider)
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(provider, log.AttachTo);
        var token = await server.UserTokenAsync("alice", [.. MxitScopes.All]);
        var app = await server.AppTokenAsync(MxitScopes.MessageSend);
        foreach (var (method, path, body) in new[]
        {
            ("POST", "/messenger/messages", """{"to":"m1\u0000","body":"x"}"""),
            ("POST", "/messenger/messages", """{"to":"m10000000002","body":"x\u0000"}"""),
            ("POST", "/messenger/messages/read", """{"upTo":1,"peer":"\u0000"}"""),
            ("POST", "/message/send", """{"To":"m1\u0000,m10000000001","Body":"x"}"""),
            ("POST", "/message/send", """{"To":"m10000000001","Body":"x","From":"\u0000"}"""),
            ("POST", "/message/send", """{"To":"m10000000001","Body":"x","\u0000":1}"""),
            ("PUT", "/user/profile", """{"AboutMe":"\u0000"}"""), ("PUT", "/user/statusmessage", "\"\\u0000\""),
            ("PUT", "/messenger/contacts/bob/group", "\"\\u0000\""),
            ("PUT", "/user/media/Default", "\"\\u0000\""),
            ("POST", "/user/recommend", """{"Application":"demo","ToUserId":"\u0000"}"""),
        })
        {
            var bearer = path == "/message/send" ? app : token;
            var answer = method == "POST"
                ? await server.PostAsync(path, bearer, body)
                : await server.PutAsync(path, bearer, body);
            Assert.True(answer.Status == 400, $"{method} {path} {body}: {answer.Status} {answer.Body}");
        }

        // An escaped backslash is no such character.
        Assert.Equal(200, (await server.PutAsync("/user/statusmessage", token, "\"a\\\\u0000b\"")).Status);
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task Cookies_that_nobody_gave_are_no_error()
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        foreach (var cookie in new[] { "mxit-form=CfDJ8", "mxit-form=", "mxit-form=%00", "mxit=CfDJ8", "mxit=\"", "=;;=",
            new string('a', 9_000), "mxit-form=" + new string('A', 4_000) })
        {
            foreach (var (method, target) in new[] { ("GET", "/sign-in"), ("GET", "/messages"), ("POST", "/sign-in"),
                ("POST", "/sign-out"), ("POST", "/messages/bob") })
            {
                var request = new RawRequest
                {
                    Method = method,
                    Target = target,
                    Headers = { "Host: x", $"Cookie: {cookie}", "Content-Type: application/x-www-form-urlencoded" },
                };
                request.SetText(method == "POST" ? "__RequestVerificationToken=CfDJ8&username=alice&password=x" : "");
                Assert.InRange(await request.SendAsync(server.Inner.Address), 200, 499);
            }
        }

        Assert.Empty(log.Entries);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task No_malformed_request_makes_any_endpoint_fail(MxitTestDatabase provider)
    {
        const int Seed = 20_260_701;
        var rounds = int.TryParse(
            Environment.GetEnvironmentVariable("MXIT_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var wished) ? wished : 6;
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(provider, options =>
        {
            log.AttachTo(options);
            options.Settings["Mxit:RateLimits:PersonRequestsPerSecond"] = "0";
        });
        var places = await Places.MakeAsync(server);
        using var visitor = await Visitor.SignInAsync(server, Places.Owner);
        var proof = Uri.EscapeDataString((await visitor.ProveAsync("/profile"))["__RequestVerificationToken"]);
        var targets = places.Endpoints
            .Select(endpoint => (Func<RawRequest>)(() =>
            {
                var request = Valid(server, places, visitor, endpoint);
                request.Proof = proof;
                return request;
            }))
            .Concat(new[] { ("GET", "/.well-known/openid-configuration"), ("GET", "/.well-known/jwks"), ("POST", "/token"),
                ("POST", "/revoke"), ("GET", "/nowhere") }
                .Select(target => (Func<RawRequest>)(() => Basic(server, target.Item1, target.Item2))))
            .ToList();
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForAsync(0, targets.Count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (index, _) =>
        {
            // Each has numbers of its own, so that the order in which they run does not matter.
            var spoiler = new Spoiler(new Random(Seed + index));
            for (var round = 0; round < rounds; round++)
            {
                var request = targets[index]();
                var valid = $"{request.Method} {request.Target}";
                var way = spoiler.Spoil(request);
                var status = await request.SendAsync(server.Inner.Address);

                // 505 is the answer to a version of HTTP that nobody knows.
                if (status >= 500 && !(status == 505 && request.Version != "HTTP/1.1"))
                {
                    faults.Enqueue(string.Create(CultureInfo.InvariantCulture,
                        $"{status} to {valid} spoiled by {way} in round {round}: {request}"));
                }
            }
        });

        Assert.True(
            faults.IsEmpty && log.Entries.Count == 0, string.Join('\n', faults.Take(30).Concat(log.Entries.Distinct().Take(10))));
        Assert.Equal("live", (await server.GetAsync("/health/live", null)).Body);
    }

    private static RawRequest Valid(Server server, Places places, Visitor visitor, RouteEndpoint endpoint)
    {
        var request = new RawRequest
        {
            Method = Places.MethodsOf(endpoint).Except(["HEAD"]).FirstOrDefault() ?? "GET",
            Target = places.PathOf(endpoint),
            Headers = { $"Host: {server.Inner.Address.Authority}", "Connection: close" },
        };
        request.Headers.Add(
            places.TokenFor(endpoint) is { } token ? $"Authorization: Bearer {token}" : $"Cookie: {visitor.Cookies}");
        if (request.Method is "POST" or "PUT")
        {
            request.Set("Content-Type", "application/json");
            request.SetText("{}");
            request.Headers.Add($"Origin: {server.Inner.Address.GetLeftPart(UriPartial.Authority)}");
        }

        return request;
    }

    private static RawRequest Basic(Server server, string method, string target)
    {
        var request = new RawRequest
        {
            Method = method,
            Target = target,
            Headers = { $"Host: {server.Inner.Address.Authority}", "Connection: close" },
        };
        if (method == "POST")
        {
            request.Set(
                "Authorization", "Basic " + Convert.ToBase64String(
                    "11111111111111111111111111111111:22222222222222222222222222222222"u8));
            request.Set("Content-Type", "application/x-www-form-urlencoded");
            request.SetText("grant_type=client_credentials&scope=message/send");
        }

        return request;
    }
}
