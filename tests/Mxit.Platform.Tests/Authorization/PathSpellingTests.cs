using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>
/// Whatever way a path is written, the guards in front of the authorization server and the server itself see the same one.
/// </summary>
public abstract class PathSpellingTests(TestServer server)
{
    private const string NullByteForm = "grant_type=password&scope=openid&username=b%00b&password=x";

    /// <summary>Spellings that the router takes for the path itself.</summary>
    public static TheoryData<string> Same =>
        new("/{0}", "/{0}/", "/./{0}", "/x/../{0}", "/x/%2e%2e/{0}", "/%2e/{0}", "/{0}?x=1", "/[UPPER]", "/[ESCAPED]");

    /// <summary>Spellings of other paths, some of which look like the path after one more step of decoding.</summary>
    public static TheoryData<string> Other => new(
        "//{0}", "///{0}", "//x/../{0}", "/x//../{0}", "/%252e/{0}", "/x/%252e%252e/{0}", "/[DOUBLY]", "/%2F{0}", "/x%2F..%2F{0}",
        "/{0}%2F", "/{0}//",
        "/{0}/x", "/{0};x", "/{0}%20", "/%5C{0}", "/{0}.", "/%00{0}", "/{0}%00");

    [Theory]
    [MemberData(nameof(Same))]
    public async Task The_guard_of_forms_sees_what_openiddict_sees(string spelling)
    {
        var token = await RawHttp.SendAsync(
            server, "POST", Spell(spelling, "token"), NullByteForm, $"Authorization: {OAuthFlow.Basic}");
        Assert.Equal(400, token.Status);
        Assert.Contains("\"invalid_request\"", token.Text, StringComparison.Ordinal);

        var revoke = await RawHttp.SendAsync(
            server, "POST", Spell(spelling, "revoke"), "token=a%00b", $"Authorization: {OAuthFlow.Basic}");
        Assert.Equal(400, revoke.Status);

        var page = await RawHttp.SendAsync(server, "POST", Spell(spelling, "authorize"), "client_id=a%00b&redirect_uri=c");
        Assert.Equal(400, page.Status);
        AssertIsOurPage(page);
    }

    [Theory]
    [MemberData(nameof(Other))]
    public async Task What_only_looks_like_an_endpoint_is_none(string spelling)
    {
        string[] requests =
        [
            NullByteForm,
            "grant_type=client_credentials&scope=openid",
            "client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org%2F&response_type=code&scope=openid",
        ];
        foreach (var form in requests)
        {
            foreach (var path in (string[])[
                "token", "revoke", "authorize", ".well-known/openid-configuration", ".well-known/jwks",
            ])
            {
                foreach (var method in (string[])["GET", "POST"])
                {
                    var target = Spell(spelling, path);
                    var answer = await RawHttp.SendAsync(
                        server, method, method == "GET" ? $"{target}?{form}" : target, method == "GET" ? null : form,
                        $"Authorization: {OAuthFlow.Basic}");
                    Assert.True(answer.Status is 400 or 404 or 405, $"{method} {target} answered {answer.Text}");
                    Assert.DoesNotContain("access_token", answer.Text, StringComparison.Ordinal);
                    Assert.DoesNotContain("issuer", answer.Text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Same))]
    public async Task O_41_O_45_the_page_is_the_guarded_one_under_every_spelling(string spelling)
    {
        const string Query =
            "response_type=code&client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=openid";
        var target = Spell(spelling, "authorize");
        var page = await RawHttp.SendAsync(
            server, "GET", $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Query}");
        Assert.Equal(200, page.Status);
        AssertIsOurPage(page);

        // A decision that no page of ours proves.
        var forged = await RawHttp.SendAsync(server, "POST", target, $"{Query}&allow=x&username=alice&password=alice-password");
        Assert.Equal(400, forged.Status);
        Assert.DoesNotContain("\nLocation:", forged.Text, StringComparison.OrdinalIgnoreCase);
        AssertIsOurPage(forged);
    }

    [Theory]
    [InlineData("//user/profile")]
    [InlineData("/user//profile")]
    [InlineData("/user/%252e%252e/user/profile")]
    [InlineData("/./user/profile")]
    [InlineData("/user/%70rofile")]
    [InlineData("/x/../user/profile/")]
    [InlineData("/USER/PROFILE")]
    [InlineData("//userinfo")]
    [InlineData("/userinfo/")]
    [InlineData("/%75serinfo")]
    [InlineData("/%2575serinfo")]
    [InlineData("//message/send")]
    [InlineData("/message/./send")]
    [InlineData("//messenger/conversations")]
    [InlineData("/messenger/x/../conversations")]
    public async Task The_api_asks_for_a_token_under_every_spelling(string target)
    {
        foreach (var method in (string[])["GET", "POST", "PUT"])
        {
            var answer = await RawHttp.SendAsync(server, method, target, method == "GET" ? null : "{}");
            Assert.True(answer.Status is 401 or 404 or 405, $"{method} {target} answered {answer.Text}");
        }
    }

    private static void AssertIsOurPage(RawAnswer answer)
    {
        Assert.Contains("frame-ancestors 'none'", answer.Text, StringComparison.Ordinal);
        Assert.Contains("X-Frame-Options: DENY", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Spell(string spelling, string path) => spelling
        .Replace("{0}", path, StringComparison.Ordinal)
        .Replace("[UPPER]", path.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("[ESCAPED]", Escape(path, "%"), StringComparison.Ordinal)
        .Replace("[DOUBLY]", Escape(path, "%25"), StringComparison.Ordinal);

    private static string Escape(string path, string percent) =>
        string.Concat(path.Select(character => character is '/' ? "/" : $"{percent}{(int)character:x2}"));
}

public sealed class PathSpellingTestsOnSqlite(TestServer server) : PathSpellingTests(server), IClassFixture<TestServer>;

public sealed class PathSpellingTestsOnPostgreSql(PostgresTestServer server) : PathSpellingTests(server),
IClassFixture<PostgresTestServer>;
