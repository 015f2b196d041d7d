using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// mxit-api-php 1.4 and the release before it: libcurl, the API without TLS. Source: wire document, section 11, 18.
/// </summary>
public sealed class PhpTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Fact]
    public async Task C_18_a_plus_in_the_name_of_a_folder_is_a_space_in_every_call()
    {
        var token = await server.UserTokenAsync("alice", "content/read content/write");
        Assert.Empty((await CurlAsync("POST /user/media/My+own%2Bfolder", token)).Succeeded().Body);
        var id = (
            await CurlAsync(
                "POST /user/media/file/my+own%2Bfolder?fileName=a+b.txt&preventShare=false", token, "text", "text/plain"))
                    .Succeeded().Json.GetString();
        var item = Assert.Single(
            (await CurlAsync("GET /user/media/list/My+own%2Bfolder", token)).Succeeded().Json.EnumerateArray());
        Assert.Equal(
            (id, "a b.txt", "My own+folder"),
            (item.GetProperty("FileId").GetString(), item.GetProperty("FileName").GetString(),
                item.GetProperty("FolderName").GetString()));
        Assert.Empty((await CurlAsync("PUT /user/media/My+own%2Bfolder", token, "\"Other+one\"")).Succeeded().Body);
        Assert.Empty((await CurlAsync("DELETE /user/media/Other%2Bone", token)).Succeeded().Body);
    }

    [Fact]
    public async Task C_18_every_refresh_answers_with_a_refresh_token()
    {
        var answer = await PasswordAsync("profile/private");
        for (var round = 0; round < 3; round++)
        {
            answer = await server.TokenAsync(
                $"grant_type=refresh_token&refresh_token={HistoricServer.Text(answer, "refresh_token")}");
            Assert.Matches("^[0-9a-f]{32}$", HistoricServer.Text(answer, "refresh_token"));
        }
    }

    [Fact]
    public async Task C_18_the_id_token_has_one_audience_and_the_user_id()
    {
        var parts = HistoricServer.Text(await PasswordAsync("openid"), "id_token").Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Equal("JWT", Decode(parts[0]).GetProperty("typ").GetString());
        var claims = Decode(parts[1]);
        Assert.Equal(
            (HistoricServer.Id, HistoricServer.Alice, "https://auth.mxit.com/"),
            (claims.GetProperty("aud").GetString(), claims.GetProperty("user_id").GetString(),
                claims.GetProperty("iss").GetString()));
    }

    [Fact]
    public async Task C_18_a_large_body_waits_to_be_asked_for()
    {
        var token = await server.AppTokenAsync("message/send");
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["Body"] = new string('x', 2_000),
            ["ContainsMarkup"] = "true",
            ["From"] = "demo",
            ["Spool"] = "true",
            ["SpoolTimeOut"] = 3600,
            ["To"] = HistoricServer.Alice,
        }));
        await using var stream = await RawHttp.ConnectAsync(server.Listeners.HttpPort);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /message/send/ HTTP/1.1\r\nUser-Agent: mxit-php-1.4.0\r\nHost: api.mxit.com\r\nAuthorization: Bearer " +
            $"{token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"));
        var asked = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(asked);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(asked));
        await stream.WriteAsync(body);
        Assert.Empty((await RawHttp.ReadAsync(stream)).Succeeded().Body);
    }

    [Fact]
    public async Task C_18_suggestions_are_JSON_although_XML_is_asked_for()
    {
        var answer = await CurlAsync(
            "GET /user/socialgraph/suggestions", await server.UserTokenAsync("carol", "graph/read"), accept: "application/xml");
        Assert.Equal("application/json; charset=utf-8", answer.Succeeded().Header("Content-Type"));
        Assert.Equal(HistoricServer.Dave, Assert.Single(answer.Json.EnumerateArray()).GetProperty("UserId").GetString());
    }

    [Fact]
    public async Task C_18_both_members_of_an_error_stand_in_the_address_that_is_led_back_to()
    {
        var answer = await server.TlsAsync(
            Hosts.Auth,
            $"""
            GET /authorize?response_type=code&client_id={HistoricServer.Id}&redirect_uri=http%3A%2F%2Fwww.example.com&scope=nonsense&state=s HTTP/1.1
            User-Agent: mxit-php-1.4.0
            Host: auth.mxit.com
            Accept: */*
            """);
        Assert.Equal(302, answer.Status);
        Assert.StartsWith("http://www.example.com/?error=", answer.Header("Location"), StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(new Uri(answer.Header("Location")!).Query);
        Assert.Equal(("invalid_scope", "s"), (query["error"].ToString(), query["state"].ToString()));
        Assert.NotEmpty(query["error_description"].ToString());
    }

    [Fact]
    public async Task C_18_credentials_in_the_address_are_those_of_the_Basic_header()
    {
        // What libcurl makes of https://id:secret@auth.mxit.com/token. A proxy gets the whole address as the target.
        var answer = await server.PlainAsync(
            $"""
            POST http://auth.mxit.com/token HTTP/1.1
            Authorization: Basic {HistoricServer.Basic}
            User-Agent: mxit-php-1.4.0
            Host: auth.mxit.com
            Accept: */*
            Proxy-Connection: Keep-Alive
            Content-Length: *
            Content-Type: application/x-www-form-urlencoded
            """,
            "scope=profile%2Fpublic&grant_type=client_credentials");
        Assert.Equal("profile/public", HistoricServer.Text(answer, "scope"));
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/xml; charset=utf-8")]
    [InlineData("text/xml")]
    public async Task C_18_the_old_form_of_an_upload_is_a_file_in_XML(string contentType)
    {
        var token = await server.UserTokenAsync("alice", "content/read content/write avatar/write");
        var wrapped =
            $"<base64Binary " +
            $"xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">{Convert.ToBase64String(Pictures.Png, Base64FormattingOptions.InsertLineBreaks)}</base64Binary>";
        Assert.Empty((await CurlAsync("POST /user/avatar", token, wrapped, contentType)).Succeeded().Body);
        var id = (
            await CurlAsync("POST /user/media/file/Old+form?fileName=red.png&mimeType=image/png", token, wrapped, contentType))
                .Succeeded().Json.GetString();
        var file = await CurlAsync($"GET /user/media/content/{id}", token, accept: "application/octet-stream");
        Assert.Equal("image/png", file.Succeeded().Header("Content-Type"));
        Assert.Equal(Pictures.Png, file.Bytes);
    }

    private static JsonElement Decode(string part) =>
        JsonDocument.Parse(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(part)).RootElement;

    private Task<RawAnswer> PasswordAsync(string scope) => server.TokenAsync(
        $"grant_type=password&scope={Uri.EscapeDataString(scope)}&username=alice&password=alice-password");

    // POST and PUT without a body carry an empty one; GET and DELETE say that they are JSON.
    private Task<RawAnswer> CurlAsync(string call, string token, string? body = null, string contentType = "application/json",
        string accept = "application/json") =>
            server.PlainAsync(
                $"""
                {call} HTTP/1.1
                User-Agent: mxit-php-1.4.0
                Host: api.mxit.com
                Authorization: Bearer {token}
                Content-Type: {contentType}
                Accept: {accept}{(call.StartsWith('P') ? "\nContent-Length: *" : "")}
                """,
                body ?? "");
}
