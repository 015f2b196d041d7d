using System.Text.Json;

namespace Mxit.Tests.OAuth;

/// <summary>Records that hold scopes are equal when their scopes are, whatever lists they came in.</summary>
public class ScopeEqualityTests
{
    private static readonly DateTimeOffset Ends = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Dictionary<string, Func<IReadOnlyList<string>, object>> Records = new()
    {
        ["user token"] = scopes => UserToken(scopes),
        ["access token"] = scopes => new AccessToken("a", Ends, scopes),
        ["request"] = scopes => new AuthorizationRequest(
            new Uri("https://auth.example.com/authorize"), "state", "verifier", new Uri("https://app.example.com/cb"), scopes),
    };

    public static TheoryData<string> Kinds => [.. Records.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Equal_scopes_make_equal_records(string kind)
    {
        var make = Records[kind];

        Assert.Equal(make(["a", "b"]), make(new List<string> { "a", "b" }));
        Assert.Equal(make(["a", "b"]).GetHashCode(), make(new List<string> { "a", "b" }).GetHashCode());
        Assert.Equal(make([]), make(new List<string>()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Other_scopes_or_another_order_do_not(string kind)
    {
        var make = Records[kind];

        Assert.NotEqual(make(["a", "b"]), make(["b", "a"]));
        Assert.NotEqual(make(["a", "b"]), make(["a"]));
        Assert.NotEqual(make(["a", "b"]), make(["a", "B"]));
        Assert.NotEqual(make(["a"]), make([]));
    }

    [Fact]
    public void A_list_that_changes_later_changes_no_record()
    {
        var scopes = new List<string> { "a" };
        var token = UserToken(scopes);
        var changed = token with { Scopes = scopes };

        scopes.Add("b");

        Assert.Equal(["a"], token.Scopes);
        Assert.Equal(token, changed);
        Assert.Equal(UserToken(["a", "b"]), token with { Scopes = scopes });
    }

    [Fact]
    public void Everything_else_counts_too()
    {
        var token = UserToken(["a"]);

        Assert.NotEqual(token, token with { AccessToken = "other" });
        Assert.NotEqual(token, token with { ExpiresAt = Ends.AddSeconds(1) });
        Assert.NotEqual(token, token with { RefreshToken = "other" });
        Assert.NotEqual(token, token with { IdToken = "other" });
        Assert.NotEqual(token, token with { UserId = "m2" });
        Assert.NotEqual(token, token with { UserId = null });
    }

    [Fact]
    public void Tokens_that_were_kept_as_JSON_are_equal_to_what_they_were()
    {
        var (token, appToken) = (UserToken(["a", "b"]), new AccessToken("a", Ends, ["a", "b"]));

        Assert.Equal(token, JsonSerializer.Deserialize<UserToken>(JsonSerializer.Serialize(token)));
        Assert.Equal(
            token with { UserId = null }, JsonSerializer.Deserialize<UserToken>(
                JsonSerializer.Serialize(token with { UserId = null })));
        Assert.Equal(appToken, JsonSerializer.Deserialize<AccessToken>(JsonSerializer.Serialize(appToken)));
        Assert.Equal(
            """{"Value":"a","ExpiresAt":"2026-01-02T03:04:05+00:00","Scopes":["a","b"]}""", JsonSerializer.Serialize(appToken));
    }

    private static UserToken UserToken(IReadOnlyList<string> scopes) =>
        new("user-0", Ends, scopes) { RefreshToken = "refresh-0", IdToken = "id", UserId = "m1" };
}
