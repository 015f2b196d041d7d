using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>The Mxit transport of vumi: Twisted, everything with TLS. Source: wire document, section 11, 20.</summary>
public sealed class VumiTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Theory]
    [InlineData("grant_type=client_credentials&scope=message%2Fsend", "wrong", 401)]
    [InlineData("grant_type=client_credentials&scope=message%2Fnone", HistoricServer.Secret, 400)]
    public async Task C_20_a_refused_token_has_both_members_that_the_transport_prints(string form, string secret, int status)
    {
        var answer = await TokenAsync(form, secret);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
    }

    [Fact]
    public async Task C_20_a_message_with_text_for_booleans_and_without_an_Accept_header()
    {
        var token = HistoricServer.Text(
            await TokenAsync("grant_type=client_credentials&scope=message%2Fsend", HistoricServer.Secret), "access_token");
        var answer = await server.TlsAsync(
            Hosts.Api,
            $"""
            POST /message/send/ HTTP/1.1
            Content-Length: *
            Content-Type: application/json
            User-Agent: Vumi Mxit Transport
            Authorization: Bearer {token}
            Host: api.mxit.com
            """,
            """{"Body": "Send!\n1. yes", "ContainsMarkup": "true", "From": "demo", "To": "m10000000002", "Spool": "true"}""");
        Assert.Empty(answer.Succeeded().Body);
        Assert.Contains("Send!\n1. yes", await server.Inner.TextsAsync("bob", 1));
    }

    [Fact]
    public async Task C_20_the_headers_of_a_portal_request_change_nothing_for_the_API()
    {
        var token = await server.AppTokenAsync("profile/public");
        var answer = await server.TlsAsync(
            Hosts.Api,
            $"""
            GET /user/lookup/alice HTTP/1.1
            X-Mxit-USERID-R: m10000000002
            X-Mxit-Login: bob
            X-Mxit-Contact: demo@mxit.com
            X-Mxit-Location: ZA,South Africa,11,Western Cape,23,Kraaifontein,88,13072382,8fbe253
            X-Mxit-Profile: en,ZA,1995-02-14,Female,1
            X-Mxit-User-Input: a+b%26
            X-Device-User-Agent: SonyEricsson/K800i
            UA-Pixels: 240x320
            Authorization: Bearer {token}
            Host: api.mxit.com
            """);
        Assert.Equal("\"m10000000001\"", answer.Succeeded().Body);
    }

    private Task<RawAnswer> TokenAsync(string form, string secret) => server.TlsAsync(
        Hosts.Auth,
        $"""
        POST /token HTTP/1.1
        Content-Length: *
        Content-Type: application/x-www-form-urlencoded
        Authorization: Basic {HistoricServer.BasicOf(HistoricServer.Id, secret)}
        User-Agent: Vumi Mxit Transport
        Host: auth.mxit.com
        """,
        form);
}
