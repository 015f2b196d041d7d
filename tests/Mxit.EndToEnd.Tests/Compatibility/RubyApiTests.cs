using System.Text.RegularExpressions;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>The gem mxit_api: Net::HTTP with TLS. Source: wire document, section 11, 15 and 16.</summary>
public sealed partial class RubyApiTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Theory]
    [InlineData(
        """{"To":"m10000000001","Body":"Hello from the Mxit Api","From":"demo","SpoolTimeout":82800,"ContainsMarkup":"true"}""")]
    [InlineData(
        """{"To":"m10000000001","Body":"Hello from the Mxit Api","From":null,"SpoolTimeout":82800,"ContainsMarkup":"true"}""")]
    public async Task C_15_messages_with_text_for_booleans_a_misspelt_time_and_no_sender(string json)
    {
        var answer = await NetHttpAsync("POST /message/send/", await server.AppTokenAsync("message/send"), json);
        Assert.Empty(answer.Succeeded().Body);
    }

    [Fact]
    public async Task C_15_the_misspelt_time_counts()
    {
        var token = await server.AppTokenAsync("message/send");
        var answer = await NetHttpAsync("POST /message/send/", token, """{"To":"m10000000001","Body":"x","SpoolTimeout":-1}""");
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task C_15_a_PUT_without_a_length_adds_an_app()
    {
        var token = await server.UserTokenAsync("dave", "contact/invite graph/read");
        Assert.Empty((await NetHttpAsync("PUT /user/socialgraph/contact/demo", token)).Succeeded().Body);
        var apps = (await NetHttpAsync("GET /user/socialgraph/contactlist?filter=@Apps&skip=0&count=10", token)).Succeeded();
        Assert.Equal("demo", Assert.Single(apps.Json.GetProperty("Contacts").EnumerateArray()).GetProperty("UserId").GetString());
    }

    [Fact]
    public async Task C_15_userinfo_has_the_user_id_as_sub_whatever_the_scope()
    {
        var answer = await NetHttpAsync(
            "GET /userinfo?schema=openid", await server.UserTokenAsync("bob", "profile/private"), host: Hosts.Auth);
        Assert.Equal(HistoricServer.Bob, HistoricServer.Text(answer, "sub"));
    }

    [Fact]
    public async Task C_15_a_token_for_the_app_as_the_gem_asks()
    {
        var answer = await server.TlsAsync(
            Hosts.Auth,
            $"""
            POST /token HTTP/1.1
            Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
            Accept: */*
            User-Agent: Ruby
            Authorization: Basic {HistoricServer.Basic}
            Content-Type: application/x-www-form-urlencoded
            Connection: close
            Host: auth.mxit.com
            Content-Length: *
            """,
            "grant_type=client_credentials&scope=message%2Fsend+profile%2Fpublic");
        Assert.Equal("message/send profile/public", HistoricServer.Text(answer, "scope"));
        Assert.Equal("bearer", HistoricServer.Text(answer, "token_type"));
    }

    [Fact]
    public async Task C_16_members_of_the_profile_become_the_names_that_Rails_makes_of_them()
    {
        var answer = await NetHttpAsync("GET /user/profile", await server.UserTokenAsync("alice", "profile/private"));
        string[] documented =
        [
            "display_name", "avatar_id", "state", "user_id", "about_me", "age", "first_name", "gender", "language_code",
            "last_known_country_code", "last_name", "network_operator_code", "registered_country_code", "registration_date",
            "status_message", "title", "current_culture_name", "date_of_birth", "email", "mobile_number", "relationship_status",
            "where_am_i",
        ];
        Assert.Equal(documented, answer.Succeeded().Json.EnumerateObject().Select(member => Underscore(member.Name)));
        Assert.Equal(
            ["availability", "is_online", "last_modified", "last_online", "mood", "status_message"],
            answer.Json.GetProperty("State").EnumerateObject().Select(member => Underscore(member.Name)));
    }

    // As ActiveSupport does it.
    private static string Underscore(string name) =>
        SmallThenCapital().Replace(CapitalsThenWord().Replace(name, "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex("([A-Z\\d]+)([A-Z][a-z])")]
    private static partial Regex CapitalsThenWord();

    [GeneratedRegex("([a-z\\d])([A-Z])")]
    private static partial Regex SmallThenCapital();

    private Task<RawAnswer> NetHttpAsync(string call, string token, string? json = null, string host = Hosts.Api) =>
        server.TlsAsync(
            host,
            $"""
            {call} HTTP/1.1
            Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
            Accept: */*
            User-Agent: Ruby
            Authorization: bearer {token}{(json is null ? "" : "\nContent-Type: application/json")}
            Connection: close
            Host: {host}{(json is null ? "" : "\nContent-Length: *")}
            """,
            json ?? "");
}
