using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// python-mxit 0.3: requests 2.0 for the API, mechanize for the page. Source: wire document, section 11, 10 to 14.
/// </summary>
public sealed class PythonTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Fact]
    public async Task C_10_the_first_form_with_its_first_submit_leads_back_with_a_code_that_becomes_a_token()
    {
        var browser = new Mechanize(server);
        var answer = await browser.AllowAsync(Authorize("profile%2Fpublic", "&state=st%2Fate"), "alice", "alice-password");
        var code = Parameter(answer, "code");
        Assert.Matches("^[0-9a-f]{32}$", code);
        Assert.Equal("st/ate", Parameter(answer, "state"));

        // The order of the fields is that of a dictionary.
        var token = await server.TokenAsync(
            $"redirect_uri=http%3A%2F%2Fexample.org%2F&code={code}&grant_type=authorization_code");
        Assert.Equal("profile/public", HistoricServer.Text(token, "scope"));
        Assert.True(token.Json.GetProperty("expires_in").GetInt32() - 300 > 0);
    }

    [Fact]
    public async Task C_10_the_form_holds_what_a_script_looks_for()
    {
        var browser = new Mechanize(server);
        var page = await browser.OpenAsync(Authorize("profile%2Fpublic"));
        var form = Mechanize.FirstForm(page);
        var inputs = form.Elements.OfType<AngleSharp.Html.Dom.IHtmlInputElement>().ToList();
        Assert.Equal("text", Assert.Single(inputs, input => input.Name == "username").Type);
        Assert.Equal("password", Assert.Single(inputs, input => input.Name == "password").Type);
        Assert.Equal(["submit", "submit"], inputs.Where(input => input.Type is "submit").Select(input => input.Type));
        Assert.Contains(inputs, input => input.Type is "hidden");
        Assert.Equal(("post", "/authorize"), (form.Method, form.GetAttribute("action")));
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task C_10_wrong_credentials_show_the_form_again_and_the_second_submit_denies()
    {
        var browser = new Mechanize(server);
        var again = await browser.AllowAsync(Authorize("profile%2Fpublic"), "alice", "wrong");
        Assert.Equal(200, again.Status);
        Assert.Matches(
            "^[0-9a-f]{32}$", Parameter(
                await browser.SubmitAsync(Mechanize.FirstForm(again), "alice", "alice-password"), "code"));

        var denied = await new Mechanize(server).AllowAsync(Authorize("profile%2Fpublic"), "", "", submit: 1);
        Assert.Equal("access_denied", Parameter(denied, "error"));
        Assert.NotEmpty(Parameter(denied, "error_description"));
    }

    [Theory]
    [InlineData("profile/public+profile/private+graph/read")]
    [InlineData("profile%2Fpublic+profile%2Fprivate+graph%2Fread")]
    [InlineData("profile%2Fpublic%20profile%2Fprivate%20graph%2Fread")]
    public async Task C_11_a_plus_is_a_space_and_several_scopes_are_allowed_at_once(string scope)
    {
        var answer = await new Mechanize(server).AllowAsync(Authorize(scope), "bob", "bob-password");
        var token = await server.TokenAsync(
            $"grant_type=authorization_code&redirect_uri=http%3A%2F%2Fexample.org%2F&code={Parameter(answer, "code")}");
        Assert.Equal("profile/public profile/private graph/read", HistoricServer.Text(token, "scope"));

        var ofTheApp = await server.TokenAsync($"scope={scope.Split("%20")[0]}&grant_type=client_credentials");
        Assert.StartsWith("profile/public", HistoricServer.Text(ofTheApp, "scope"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C_12_bare_strings_are_literal_UTF_8_since_only_the_outer_quotes_are_stripped()
    {
        const string Text = "Naïve ☕ <b>&amp;</b> + 'ok' 😀 / тест";
        var token = await server.UserTokenAsync("carol", "status/write profile/write");
        (await RequestsAsync("PUT", "/user/statusmessage", token, $"\"{Text}\"")).Succeeded();
        (await RequestsAsync("PUT", "/user/profile", token, $$"""{"DisplayName": "{{Text}}"}""")).Succeeded();

        var app = await server.AppTokenAsync("profile/public");
        foreach (var (path, expected) in new[]
        {
            ("/user/public/statusmessage/carol", Text), ("/user/public/displayname/carol", Text),
            ("/user/lookup/carol", HistoricServer.Carol),
        })
        {
            var answer = (await RequestsAsync("GET", path, app)).Succeeded();
            Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
            Assert.Equal(Encoding.UTF8.GetBytes($"\"{expected}\""), answer.Bytes);
        }
    }

    [Fact]
    public async Task C_13_lists_have_the_members_and_the_arrays_that_are_read()
    {
        var token = await server.UserTokenAsync("alice", "content/read content/write graph/read");
        var file = (await server.PlainAsync(
            $"""
            POST /user/media/file/Default?fileName=Kaffee%20Tasse.png HTTP/1.1
            Host: api.mxit.com
            Content-Length: *
            Authorization: Bearer {token}
            Content-Type: image/png
            Accept: image/png
            Accept-Encoding: gzip, deflate, compress
            User-Agent: python-requests/2.0.1 CPython/2.7.5 Linux/3.11.0
            """,
            Pictures.Png)).Succeeded().Json.GetString();

        Assert.NotEmpty(
            (await RequestsAsync("GET", "/user/media", token)).Succeeded().Json.GetProperty("Folders").EnumerateArray());
        var item = Assert.Single(
            (await RequestsAsync("GET", "/user/media/list/Default", token)).Succeeded().Json.EnumerateArray());
        Assert.Equal(
            (file, "Kaffee Tasse.png"), (item.GetProperty("FileId").GetString(), item.GetProperty("FileName").GetString()));
        Assert.NotEmpty(
            (await RequestsAsync("GET", "/user/socialgraph/contactlist?filter=%40All", token))
                .Succeeded().Json.GetProperty("Contacts").EnumerateArray());
        Assert.Equal(
            System.Text.Json.JsonValueKind.Array,
            (await RequestsAsync("GET", "/user/socialgraph/suggestions", token)).Succeeded().Json.ValueKind);
    }

    [Theory]
    [InlineData("userId", "autoOpen=true&preventShare=false")]
    [InlineData("UserId", "autoOpen=false")]
    [InlineData("USERID", "")]
    public async Task C_14_an_app_offers_a_file_with_its_own_token(string parameter, string flags)
    {
        var token = await server.AppTokenAsync("content/send");
        var answer = await server.PlainAsync(
            $"""
            POST /user/media/file/send?fileName=offer+{parameter}.png&{parameter}={HistoricServer.Bob}&mimeType=image%2Fpng&{flags} HTTP/1.1
            Host: api.mxit.com
            Content-Length: *
            Authorization: Bearer {token}
            Content-Type: image/png
            Accept: image/png
            User-Agent: python-requests/2.0.1 CPython/2.7.5 Linux/3.11.0
            """,
            Pictures.Png);
        Assert.Matches("^\"[0-9a-f-]{36}\"$", answer.Succeeded().Body);
        await HasOfferAsync($"offer {parameter}.png");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C_14_a_file_of_a_person_is_offered_by_the_app_that_it_came_through_or_by_the_person(bool asApp)
    {
        var person = await server.UserTokenAsync("alice", "content/read content/write content/send");
        var file = (await server.PlainAsync(
            $"POST /user/media/file/Offered?fileName=of+alice+{asApp}.txt HTTP/1.1\nHost: api.mxit.com\nAuthorization: Bearer " +
            $"{person}\nContent-Length: *", "text"))
            .Succeeded().Json.GetString();
        var token = asApp ? await server.AppTokenAsync("content/send") : person;
        var answer = await RequestsAsync(
            "POST", $"/user/media/file/send/{file}?UserId={HistoricServer.Bob}&autoOpen=false", token, "{}");
        Assert.Matches("^\"[0-9a-f-]{36}\"$", answer.Succeeded().Body);
        await HasOfferAsync($"of alice {asApp}.txt");

        // No such recipient, and no such file: what the old documents leave open.
        Assert.Equal(400, (await RequestsAsync("POST", $"/user/media/file/send/{file}?UserId=m99999999999", token, "{}")).Status);
        Assert.Equal(404, (await RequestsAsync(
            "POST", $"/user/media/file/send/f00df00d-f00d-f00d-f00d-f00df00df00d?UserId={HistoricServer.Bob}", token, "{}"))
                .Status);
    }

    // The text of an offer is the name of the file, for programs that know no more.
    private Task HasOfferAsync(string fileName) => TestKit.WaitFor.ConditionAsync(
        async () => (await server.Inner.TextsAsync("bob", 1)).Contains(fileName), TimeSpan.FromMinutes(1));

    private static string Authorize(string scope, string more = "") =>
        $"/authorize?response_type=code&redirect_uri=http%3A%2F%2Fexample.org%2F&client_id={HistoricServer.Id}&scope={scope}{more}";

    private static string Parameter(RawAnswer answer, string name)
    {
        Assert.True(answer.Status == 302, $"{answer.Status} {answer.Body}");
        return QueryHelpers.ParseQuery(new Uri(answer.Header("Location")!).Query)[name].ToString();
    }

    // 0.3.8 uses TLS for the API as well, and says that it sends JSON also where it sends nothing.
    private Task<RawAnswer> RequestsAsync(string method, string target, string token, string? body = null) => server.TlsAsync(
        Hosts.Api,
        $"""
        {method} {target} HTTP/1.1
        Host: api.mxit.com{(body is null ? "" : "\nContent-Length: *")}
        Authorization: Bearer {token}
        Accept-Encoding: gzip, deflate, compress
        Accept: application/json
        User-Agent: python-requests/2.0.1 CPython/2.7.5 Linux/3.11.0
        Content-Type: application/json
        """,
        body ?? "");
}
