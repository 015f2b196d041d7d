using System.Text.Json;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>Kazazoom's helper for .NET: RestSharp over HttpWebRequest. Source: wire document, section 11, 19.</summary>
public sealed class KazazoomTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    // What its records read into a number or a time, which cannot be null.
    private static readonly string[] NotNull =
    [
        "Age", "Gender", "RelationshipStatus", "ContactType", "SubscriptionType", "Availability", "Mood", "RegistrationDate",
        "DateOfBirth", "LastModified", "LastOnline", "IsOnline", "Blocked",
    ];

    [Fact]
    public async Task C_19_one_token_of_the_app_may_name_scopes_of_people_and_is_refused_where_it_needs_one()
    {
        var token = await server.AppTokenAsync("message/send profile/private profile/public graph/read");
        Assert.Empty((await RestSharpAsync("POST /message/send/", token, Message("demo", "[]"))).Succeeded().Body);
        Assert.Equal(403, (await RestSharpAsync("GET /user/profile/", token)).Status);
        (await RestSharpAsync("GET /user/profile/m10000000001", token)).Succeeded();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"CreateTemporaryContact":true,"TargetService":"otherapp","Text":"Other App"}]""")]
    public async Task C_19_links_may_be_empty_and_a_member_may_be_its_own(string links)
    {
        var app = await server.AppTokenAsync("message/send");
        Assert.Empty((await RestSharpAsync("POST /message/send/", app, Message("demo", links))).Succeeded().Body);
        var person = await server.UserTokenAsync("bob", "message/user");
        Assert.Empty((await RestSharpAsync("POST /message/send/", person, Message(HistoricServer.Bob, links))).Succeeded().Body);
    }

    [Fact]
    public async Task C_19_no_number_and_no_time_is_null_also_of_people_who_told_nothing()
    {
        var accounts = server.Inner.Get<Mxit.Platform.Accounts.AccountService>();
        await accounts.CreateAsync("nobody.special", "nobody.special-password", null, TestContext.Current.CancellationToken);
        var token = await server.UserTokenAsync("nobody.special", "profile/private profile/public graph/read contact/invite");
        (await RestSharpAsync("PUT /user/socialgraph/contact/alice", token)).Succeeded();
        (await RestSharpAsync("PUT /user/socialgraph/contact/demo", token)).Succeeded();
        foreach (var path in (string[])["/user/profile", "/user/socialgraph/contactlist?filter=@All",
            "/user/socialgraph/suggestions", "/user/profile/m10000000003"])
        {
            AssertNoNulls((await RestSharpAsync($"GET {path}", token)).Succeeded().Json, path);
        }
    }

    [Fact]
    public async Task C_19_the_kind_of_a_subscription_is_a_number()
    {
        var token = await server.UserTokenAsync("alice", "graph/read");
        var contacts = (await RestSharpAsync("GET /user/socialgraph/contactlist/?filter=@All&skip=0&count=26", token))
            .Succeeded().Json.GetProperty("Contacts");
        Assert.All(contacts.EnumerateArray(), contact =>
        {
            Assert.InRange(contact.GetProperty("SubscriptionType").GetInt16(), 65, 82);
            Assert.InRange(contact.GetProperty("ContactType").GetInt16(), 0, 1);
        });
    }

    [Fact]
    public async Task C_19_an_empty_list_ends_the_paging()
    {
        var token = await server.UserTokenAsync("alice", "graph/read");
        var answer = await RestSharpAsync("GET /user/socialgraph/contactlist/?filter=@All&skip=26&count=26", token);
        Assert.Equal("""{"Contacts":[]}""", answer.Succeeded().Body);
    }

    private static string Message(string from, string links) =>
        $$"""{"Body":"Try {0}","ContainsMarkup":true,"From":"{{from}}","Links":{{links}},"To":"m10000000001","Spool":true,"SpoolTimeOut":604800,"InternalReference":0}""";

    private static void AssertNoNulls(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                Assert.True(
                    member.Value.ValueKind != JsonValueKind.Null || !NotNull.Contains(member.Name),
                    $"{path}: {member.Name} is null");
                AssertNoNulls(member.Value, $"{path}.{member.Name}");
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            Assert.All(element.EnumerateArray(), item => AssertNoNulls(item, path + "[]"));
        }
    }

    private Task<RawAnswer> RestSharpAsync(string call, string token, string? json = null) => server.PlainAsync(
        $"""
        {call} HTTP/1.1
        Authorization: Bearer {token}
        Accept: application/json, application/xml, text/json, text/x-json, text/javascript, text/xml
        User-Agent: RestSharp 104.1.0.0{(json is null ? "" : "\nContent-Type: application/json")}
        Host: api.mxit.com{(call.StartsWith('P') ? "\nContent-Length: *" : "")}{(json is null ? "" : "\nExpect: 100-continue")}
        Accept-Encoding: gzip, deflate
        """,
        json ?? "");
}
