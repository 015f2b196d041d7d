using System.Security.Authentication;
using System.Text;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>What every old program needs. Source: wire document, section 11, 1 to 9.</summary>
public sealed class GeneralTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    public static TheoryData<string> Names => [.. Hosts.Names];

    [Theory, MemberData(nameof(Names))]
    public async Task C_01_both_names_answer_with_and_without_TLS(string name)
    {
        var request = $"""
            GET /message/version/ HTTP/1.1
            Host: {name}
            Connection: close
            """;

        Assert.Equal("\"1.0.0.0\"", (await server.PlainAsync(request)).Succeeded().Body);
        Assert.Equal("\"1.0.0.0\"", (await server.TlsAsync(name, request)).Succeeded().Body);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task C_01_TLS_1_2_is_enough_and_a_client_that_names_no_host_gets_the_certificate_too(SslProtocols version)
    {
        // An address as the target is not sent as a name. What the client makes of the certificate is its own affair.
        await using var tls = await RawHttp.ConnectAsync(
            server.Listeners.HttpsPort, "127.0.0.1", server.Listeners.AuthorityPath, options =>
            {
                options.EnabledSslProtocols = version;
                options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    ((System.Security.Cryptography.X509Certificates.X509Certificate2)certificate!).MatchesHostname(Hosts.Auth);
            });
        await tls.WriteAsync("GET /user/version HTTP/1.0\r\n\r\n"u8.ToArray());
        Assert.Equal("\"1.0.0.0\"", (await RawHttp.ReadAsync(tls)).Succeeded().Body);
    }

    [Fact]
    public async Task C_01_a_token_may_be_asked_for_without_TLS_as_one_early_program_did()
    {
        var answer = await server.PlainAsync(
            $"""
            POST /token HTTP/1.1
            Host: auth.mxit.com
            Authorization: Basic {HistoricServer.Basic}
            Content-Type: application/x-www-form-urlencoded
            Content-Length: *
            Connection: close
            """,
            "grant_type=client_credentials&scope=message/send");
        Assert.Matches("^[0-9a-f]{32}$", HistoricServer.Text(answer, "access_token"));
    }

    [Fact]
    public async Task C_02_every_success_is_200_and_leads_nowhere()
    {
        var token = await server.UserTokenAsync("carol", string.Join(' ', MxitScopes.Historic));
        string[] calls =
        [
            "GET /userinfo?schema=openid", "GET /message/version", "GET /user/version",
            "POST /message/send {\"From\":\"m10000000003\",\"To\":\"m10000000001\",\"Body\":\"x\"}",
            "GET /user/lookup/alice", "GET /user/public/statusmessage/alice", "GET /user/public/displayname/alice",
            "GET /user/public/avatar/alice", "GET /user/profile/m10000000001", "GET /user/profile",
            "PUT /user/profile {\"Title\":\"Ms\"}",
            "GET /user/statusmessage", "PUT /user/statusmessage \"200 and nothing else\"", "GET /user/avatar",
            "DELETE /user/avatar",
            "GET /user/cover", "DELETE /user/cover", "GET /user/socialgraph/contactlist", "GET /user/socialgraph/suggestions",
            "PUT /user/socialgraph/contact/m10000000004", "PUT /user/socialgraph/contact/demo",
            "POST /user/recommend " +
            "{\"Application\":\"demo\",\"ToUserId\":\"m10000000001\",\"FromUserId\":\"m10000000003\",\"Message\":\"Try\"}",
            "GET /user/media", "POST /user/media/C02 {}", "PUT /user/media/C02 \"C2\"", "GET /user/media/list/C2",
            "DELETE /user/media/C2",
        ];
        foreach (var call in calls)
        {
            var parts = call.Split(' ', 3);
            foreach (var slash in (string[])["", "/"])
            {
                if (slash.Length > 0
                    && (parts[1].Contains('?', StringComparison.Ordinal) || parts[1].Contains("C2", StringComparison.Ordinal)
                        || parts[1].Contains("C02", StringComparison.Ordinal)))
                {
                    continue;
                }

                var answer = await server.AskAsync(
                    parts[0], parts[1] + slash, token, parts.ElementAtOrDefault(2) ?? (parts[0] is "GET" ? null : ""));
                Assert.True(answer.Status == 200, $"{call} answered {answer.Status} {answer.Body}");
                answer.Succeeded();
            }
        }

        var file = (await server.AskAsync("POST", "/user/media/file/C02b?fileName=a.txt", token, "bytes"))
            .Succeeded().Body.Trim('"');
        Assert.Equal("bytes", (await server.AskAsync("GET", $"/user/media/content/{file}", token)).Succeeded().Body);
        Assert.Empty((await server.AskAsync("PUT", $"/user/media/file/{file}/", token, "\"b.txt\"")).Succeeded().Body);
        Assert.Empty((await server.AskAsync("DELETE", $"/user/media/file/{file}/", token)).Succeeded().Body);
    }

    [Theory]
    [InlineData("/user/socialgraph/contactlist?FILTER=@All&Skip=0&cOunt=1&mimeType=x")]
    [InlineData("/user/socialgraph/contactlist/?filter=%40All&skip=0&count=1")]
    [InlineData("/User/SocialGraph/ContactList/?Filter=@All&Skip=0&Count=1&unknown")]
    [InlineData("http://api.mxit.com/user/socialgraph/contactlist?filter=@All&count=1")]
    public async Task C_03_paths_and_names_of_parameters_in_any_case_with_and_without_a_slash(string target)
    {
        var token = await server.UserTokenAsync("alice", "graph/read");
        var answer = (await server.AskAsync("GET", target, token)).Succeeded();
        Assert.Equal(2, answer.Json.GetProperty("Contacts").GetArrayLength());
    }

    [Fact]
    public async Task C_03_members_in_any_case_and_unknown_ones()
    {
        var token = await server.AppTokenAsync("message/send");
        var answer = await server.AskAsync(
            "POST", "/message/send", token,
            """{"to":"m10000000001","BODY":"C_03","from":"demo","spooltimeout":60,"InternalReference":7,"Whatever":{"a":[1,null]}}""");
        Assert.Empty(answer.Succeeded().Body);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("image/png", "application/xml")]
    [InlineData("application/octet-stream", "nonsense")]
    [InlineData("application/xml", "application/x-www-form-urlencoded")]
    [InlineData("text/html;q=0", "multipart/form-data")]
    public async Task C_04_what_is_accepted_and_the_type_of_no_body_are_ignored(string accept, string contentType)
    {
        var token = await server.UserTokenAsync("alice", "graph/read avatar/write profile/public");
        foreach (var call in (string[])[
            "GET /user/socialgraph/suggestions", "GET /user/avatar", "DELETE /user/avatar", "GET /user/lookup/bob",
        ])
        {
            (await server.PlainAsync(
                $"""
                {call} HTTP/1.1
                Host: api.mxit.com
                Accept: {accept}
                Content-Type: {contentType}
                Authorization: Bearer {token}
                Connection: close
                """)).Succeeded();
        }
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task C_04_an_upload_is_raw_bytes_whatever_its_type_says(string? contentType)
    {
        var token = await server.UserTokenAsync("alice", "content/read content/write avatar/write");
        byte[] body = [.. "a=1&b=%zz\0\r\n--x\r\n{"u8, 0xFF, 0xFE, 0x00];
        var type = contentType is null ? "" : $"\nContent-Type: {contentType}";
        var id = (await server.PlainAsync(
            $"""
            POST /user/media/file/C04?fileName=raw.bin HTTP/1.1
            Host: api.mxit.com
            Authorization: Bearer {token}{type}
            Content-Length: *
            Connection: close
            """,
            body)).Succeeded().Json.GetString();
        Assert.Equal(body, (await server.AskAsync("GET", $"/user/media/content/{id}", token)).Succeeded().Bytes);

        (await server.PlainAsync(
            $"""
            POST /user/avatar HTTP/1.1
            Host: api.mxit.com
            Authorization: Bearer {token}{type}
            Content-Length: *
            Connection: close
            """,
            Pictures.Png)).Succeeded();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nContent-Length: 0")]
    [InlineData("\nContent-Length: *\nContent-Type: application/json", "{}")]
    [InlineData("\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    public async Task C_05_no_body_an_empty_one_and_an_empty_object_are_the_same(string headers, string body = "")
    {
        var token = await server.UserTokenAsync("alice", "contact/invite content/write");
        var folder = $"C05 {Guid.NewGuid():N}"[..20].Replace(' ', '-');
        foreach (var call in (string[])[
            "PUT /user/socialgraph/contact/demo", $"POST /user/media/{folder}", "DELETE /user/media/" + folder,
        ])
        {
            var answer = await server.PlainAsync(
                $"""
                {call} HTTP/1.1
                Host: api.mxit.com
                Authorization: Bearer {token}{headers}
                Connection: close
                """,
                body);
            Assert.Empty(answer.Succeeded().Body);
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("bEaReR")]
    public async Task C_06_the_scheme_of_the_token_in_any_case(string scheme)
    {
        var token = await server.AppTokenAsync("profile/public");
        (await server.PlainAsync(
            $"""
            GET /user/lookup/alice HTTP/1.1
            Host: api.mxit.com
            Authorization: {scheme} {token}
            Connection: close
            """)).Succeeded();
    }

    [Theory]
    [InlineData("true", "60")]
    [InlineData("\"true\"", "\"60\"")]
    [InlineData("\"True\"", "\" 60 \"")]
    [InlineData("\"FALSE\"", "\"+60\"")]
    [InlineData("1", "60")]
    [InlineData("\"0\"", "60")]
    [InlineData("null", "null")]
    public async Task C_07_booleans_and_whole_numbers_as_text_too(string boolean, string number)
    {
        var token = await server.AppTokenAsync("message/send");
        (await server.AskAsync(
            "POST", "/message/send", token,
            $$"""{"To":"m10000000001","From":"demo","Body":"C_07","ContainsMarkup":{{boolean}},"Spool":{{boolean}},"SpoolTimeOut":{{number}}}""")).Succeeded();

        var user = await server.UserTokenAsync("dave", "profile/write profile/private");
        (await server.AskAsync("PUT", "/user/profile", user, """{"Gender":"1","RelationshipStatus":" 2"}""")).Succeeded();
        var profile = (await server.AskAsync("GET", "/user/profile", user)).Json;
        Assert.Equal((1, 2), (profile.GetProperty("Gender").GetInt32(), profile.GetProperty("RelationshipStatus").GetInt32()));
    }

    [Theory]
    [InlineData("grant_type=client_credentials&scope=message%2Fsend", "message/send", false)]
    [InlineData(
        "username=alice&scope=profile%2Fprivate+graph%2Fread&password=alice-password&grant_type=password",
        "profile/private graph/read", true)]
    public async Task C_08_a_token_answer_is_flat_with_a_whole_number_and_a_scope(string form, string scope, bool isPerson)
    {
        var answer = (await server.TokenAsync(form)).Succeeded();
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.All(answer.Json.EnumerateObject(), member => Assert.True(
            member.Value.ValueKind is System.Text.Json.JsonValueKind.String or System.Text.Json.JsonValueKind.Number,
            member.Name));
        Assert.Equal("3600", answer.Json.GetProperty("expires_in").GetRawText());
        Assert.Equal((scope, "bearer"), (HistoricServer.Text(answer, "scope"), HistoricServer.Text(answer, "token_type")));
        Assert.Equal(isPerson, answer.Json.TryGetProperty("refresh_token", out _));
        Assert.All(["error", "message", "name"], name => Assert.False(answer.Json.TryGetProperty(name, out _)));
    }

    [Theory]
    [InlineData("grant_type=client_credentials&scope=nonsense", 400, "invalid_scope")]
    [InlineData("grant_type=authorization_code&code=f00d&redirect_uri=http%3A%2F%2Fexample.org%2F", 400, "invalid_grant")]
    [InlineData("grant_type=nonsense", 400, "unsupported_grant_type")]
    [InlineData("", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=openid", 401, "invalid_client", "wrong")]
    public async Task C_08_errors_of_the_authorization_host_have_both_members(
        string form, int status, string error, string? secret = null)
    {
        var answer = await server.TokenAsync(form, secret is null ? null : HistoricServer.BasicOf(HistoricServer.Id, secret));
        Assert.Equal((status, error), (answer.Status, answer.Json.GetProperty("error").GetString()));
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
    }

    [Fact]
    public async Task C_09_an_unknown_token_is_401_and_a_missing_scope_403_both_with_both_members()
    {
        var unknown = await server.AskAsync("GET", "/user/profile", new string('0', 32));
        var expired = await server.UserTokenAsync("alice", "profile/private");
        await server.TokenAsync("");
        (await server.TlsAsync(
            Hosts.Auth,
            $"""
            POST /revoke HTTP/1.1
            Host: auth.mxit.com
            Authorization: Basic {HistoricServer.Basic}
            Content-Type: application/x-www-form-urlencoded
            Content-Length: *
            Connection: close
            """,
            $"token={expired}")).Succeeded();
        var over = await server.AskAsync("GET", "/user/profile", expired);
        var weak = await server.AskAsync("GET", "/user/profile", await server.UserTokenAsync("alice", "graph/read"));
        var ofTheApp = await server.AskAsync("GET", "/user/profile", await server.AppTokenAsync("profile/private"));

        Assert.Equal((401, 401, 403, 403), (unknown.Status, over.Status, weak.Status, ofTheApp.Status));
        foreach (var answer in (RawAnswer[])[unknown, over, weak, ofTheApp])
        {
            Assert.Equal(["error", "error_description"], answer.Json.EnumerateObject().Select(member => member.Name));
        }
    }

    [Fact]
    public async Task An_old_proxy_may_speak_HTTP_1_0_and_chunks_arrive_whole()
    {
        var token = await server.AppTokenAsync("message/send profile/public");
        var old = await server.PlainAsync($"GET /user/lookup/alice HTTP/1.0\nAuthorization: Bearer {token}");
        Assert.Equal("\"m10000000001\"", old.Succeeded().Body);
        Assert.Null(old.Header("Transfer-Encoding"));

        const string Json = """{"To":"m10000000001","From":"demo","Body":"in pieces"}""";
        var chunks = string.Concat(Json.Chunk(7).Select(part => $"{part.Length:x}\r\n{new string(part)}\r\n")) + "0\r\n\r\n";
        (await server.PlainAsync(
            $"""
            POST /message/send/ HTTP/1.1
            Host: api.mxit.com
            Authorization: Bearer {token}
            Transfer-Encoding: chunked
            Connection: close
            """,
            Encoding.ASCII.GetBytes(chunks))).Succeeded();
        (await server.PlainAsync(
            $"POST /message/send HTTP/1.0\nAuthorization: Bearer {token}\nContent-Length: *", Json)).Succeeded();

        // Nobody could tell where this one ends.
        Assert.Equal(400, (await server.PlainAsync($"POST /message/send HTTP/1.0\nAuthorization: Bearer {token}")).Status);
    }
}
