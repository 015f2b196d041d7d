using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>The gem mxit-rails: Net::HTTP, the API without TLS. Source: wire document, section 11, 17.</summary>
public sealed class RailsTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Fact]
    public async Task C_17_the_scope_is_there_in_every_token_also_after_a_refresh()
    {
        Assert.Equal(
            "message/send", HistoricServer.Text(
                await PostAsync("/token", "grant_type=client_credentials&scope=message%2Fsend"), "scope"));
        var person = await server.TokenAsync(
            "grant_type=password&scope=graph%2Fread+message%2Fuser&username=bob&password=bob-password");
        var refreshed = await PostAsync(
            "/token", $"grant_type=refresh_token&refresh_token={HistoricServer.Text(person, "refresh_token")}");
        Assert.Equal("graph/read message/user", HistoricServer.Text(refreshed, "scope"));
        Assert.True(refreshed.Json.GetProperty("expires_in").GetInt32() > 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C_17_revoking_answers_200_with_a_body_also_for_a_token_that_is_none(bool isToken)
    {
        var token = isToken ? await server.AppTokenAsync("message/send") : new string('0', 32);
        var answer = (await PostAsync("/revoke", $"token={token}")).Succeeded();
        Assert.NotNull(answer.Header("Content-Length"));
        Assert.Equal(401, (await ApiAsync("POST /message/send/", token, "{}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C_17_recommending_answers_200_with_a_body_that_is_there(bool asPerson)
    {
        var token = asPerson
            ? await server.UserTokenAsync("alice", "contact/recommend")
            : await server.AppTokenAsync("contact/recommend");
        var answer = await ApiAsync(
            "POST /user/recommend", token,
            """{"Application":"demo","CallbackUrl":"","FromUserId":"m10000000001","ToUserId":"m10000000004","Message":"Try this"}""");
        Assert.Equal("0", answer.Succeeded().Header("Content-Length"));
    }

    [Fact]
    public async Task C_17_a_bad_recipient_is_400_and_the_others_get_the_message()
    {
        var answer = await ApiAsync(
            "POST /message/send/", await server.AppTokenAsync("message/send"),
            """{"Body":"C_17 to all","To":"m99999999999,m10000000001,m10000000002","From":"demo@mxit.com","ContainsMarkup":"true","Spool":true,"SpoolTimeOut":604800}""");
        Assert.Equal((400, "\"Unknown recipients: m99999999999\""), (answer.Status, answer.Body));
        foreach (var login in (string[])["alice", "bob"])
        {
            Assert.Contains("C_17 to all", await server.Inner.TextsAsync(login, 1));
        }
    }

    private Task<RawAnswer> PostAsync(string path, string form) => server.TlsAsync(
        Hosts.Auth,
        $"""
        POST {path} HTTP/1.1
        Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
        Accept: */*
        User-Agent: Ruby
        Content-Type: application/x-www-form-urlencoded
        Authorization: Basic {HistoricServer.Basic}
        Content-Length: *
        Connection: close
        Host: auth.mxit.com
        """,
        form);

    private Task<RawAnswer> ApiAsync(string call, string token, string json) => server.PlainAsync(
        $"""
        {call} HTTP/1.1
        Content-Type: application/json
        Authorization: Bearer {token}
        Accept: */*
        User-Agent: Ruby
        Content-Length: *
        Connection: close
        Host: api.mxit.com
        """,
        json);
}
