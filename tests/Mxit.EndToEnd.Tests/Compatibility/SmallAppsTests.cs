using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>Small apps of the time. Source: wire document, section 11, 21.</summary>
public sealed class SmallAppsTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Fact]
    public async Task C_21_a_form_without_a_content_type_and_with_spaces_as_they_are()
    {
        var answer = await server.TlsAsync(
            Hosts.Auth,
            $"""
            POST /token HTTP/1.1
            Host: auth.mxit.com
            Accept-Encoding: identity
            Content-Length: *
            Authorization: Basic {HistoricServer.Basic}
            """,
            "grant_type=client_credentials&scope=message/send profile/public");
        Assert.Equal("message/send profile/public", HistoricServer.Text(answer, "scope"));
    }

    [Theory]
    [InlineData("/user/public/avatar/alice")]
    [InlineData("/user/public/avatar/m10000000002")]
    public async Task C_21_a_public_avatar_needs_no_token(string path)
    {
        var answer = (await server.PlainAsync(
            $"""
            GET {path} HTTP/1.1
            Host: api.mxit.com
            Connection: Keep-Alive
            """)).Succeeded();
        Assert.StartsWith("image/", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Bytes);
    }

    [Fact]
    public async Task C_21_an_upload_makes_its_folder()
    {
        var token = await server.UserTokenAsync("bob", "content/read content/write");
        var answer = await server.PlainAsync(
            $"""
            POST /user/media/file/MemeForge?fileName=meme.jpg&mimeType=image/jpeg HTTP/1.1
            Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
            Accept: */*
            User-Agent: Ruby
            Authorization: Bearer {token}
            Content-Type: application/x-www-form-urlencoded
            Connection: close
            Host: api.mxit.com
            Content-Length: *
            """,
            "not=a&form");
        Assert.Matches("^\"[0-9a-f-]{36}\"$", answer.Succeeded().Body);
        var folders = (await server.AskAsync("GET", "/user/media", token)).Succeeded().Json.GetProperty("Folders");
        Assert.Contains(folders.EnumerateArray(), folder => folder.GetProperty("FolderName").GetString() == "MemeForge");
    }

    [Fact]
    public async Task C_21_the_version_of_the_messaging_API()
    {
        var answer = await server.PlainAsync(
            "GET /message/version/ HTTP/1.1\nHost: api.mxit.com\nAuthorization: Bearer nonsense");
        Assert.Equal("\"1.0.0.0\"", answer.Succeeded().Body);
    }

    [Fact]
    public async Task C_21_links_may_be_null()
    {
        var answer = await server.AskAsync(
            "POST", "/message/send/", await server.AppTokenAsync("message/send"),
            """{"Body":"Your meme is ready","ContainsMarkup":true,"From":"demo","To":"m10000000001","Links":null,"Spool":true}""");
        Assert.Empty(answer.Succeeded().Body);
    }

    [Fact]
    public async Task C_21_one_app_asks_the_authorization_host_without_TLS_for_a_token_and_the_profile()
    {
        var pair = await server.PlainAsync(
            $"""
            POST /token HTTP/1.1
            Host: auth.mxit.com
            Authorization: Basic {HistoricServer.Basic}
            Content-Type: application/x-www-form-urlencoded
            Content-Length: *
            """,
            "grant_type=password&scope=profile%2Fprivate&username=alice&password=alice-password");
        var profile = await server.PlainAsync(
            $"""
            GET /user/profile HTTP/1.1
            Host: auth.mxit.com
            Authorization: Bearer {HistoricServer.Text(pair, "access_token")}
            """);
        Assert.Equal(HistoricServer.Alice, HistoricServer.Text(profile, "UserId"));
    }
}
