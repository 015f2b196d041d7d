using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class PublicCallTests
{
    private const string Who = "a b/c";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Calls => new()
    {
        { "user id", "/user/lookup/a%20b%2Fc", "\"m1\"" },
        { "status", "/user/public/statusmessage/a%20b%2Fc", "\"hi\"" },
        { "display name", "/user/public/displayname/a%20b%2Fc", "\"Zeus\"" },
        { "avatar", "/user/public/avatar/a%20b%2Fc", "" },
        { "avatar if changed", "/user/public/avatar/a%20b%2Fc", "" },
        { "basic profile", "/user/profile/a%20b%2Fc", """{"UserId":"m1"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_app_asks_with_a_token_for_public_profiles_O_60(string call, string path, string reply)
    {
        _server.Answer(200, reply);
        using var mxit = _server.Client();

        await CallAsync(mxit.Users, call, null);

        Assert.Equal("grant_type=client_credentials&scope=profile%2Fpublic", Assert.Single(_server.TokenCalls).Body);
        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal(("GET", path, "app-1"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Empty(sent.Bytes);
        Assert.Null(sent.Header("Content-Type"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_person_asks_with_the_persons_own_token(string call, string path, string reply)
    {
        _server.Answer(200, reply);
        using var mxit = _server.Client();

        await CallAsync(mxit.ForUser(_server.UserToken()).Users, call, null);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal((path, "user-0"), (sent.PathAndQuery, sent.Bearer));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Another_scope_can_be_asked_for(string call, string path, string reply)
    {
        _server.Answer(200, reply);
        using var mxit = _server.Client();

        await CallAsync(mxit.Users, call, new MxitCallOptions { Scopes = ["profile/public", "graph/read"] });

        Assert.Equal("grant_type=client_credentials&scope=graph%2Fread+profile%2Fpublic", Assert.Single(_server.TokenCalls).Body);
        Assert.Equal(path, Assert.Single(_server.ApiCalls).PathAndQuery);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nobody_by_that_name_is_a_typed_exception(string call, string path, string reply)
    {
        Assert.NotEqual(path, reply);
        _server.Answer(404, "\"Unknown user\"");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitNotFoundException>(() => CallAsync(mxit.Users, call, null));
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"Zoë 😀 / 100%\"", "Zoë 😀 / 100%")]
    [InlineData("\"say \\\"hi\\\"\\nand \\u00e9\"", "say \"hi\"\nand é")]
    [InlineData("\"42\"", "42")]
    [InlineData("\"null\"", "null")]
    public async Task Texts_come_unescaped_and_stay_texts(string body, string expected)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        Assert.Equal(expected, await mxit.Users.GetStatusAsync("thandi", null, Stop));
        Assert.Equal(expected, await mxit.Users.GetDisplayNameAsync("thandi", null, Stop));
        Assert.Equal(expected, await mxit.ForUser(_server.UserToken()).Users.GetOwnStatusAsync(null, Stop));
    }

    [Fact]
    public async Task A_basic_profile_is_read()
    {
        _server.Answer(
            200, """{"DisplayName":"Zeus","AvatarId":"a1b2c3","State":{"Availability":1,"IsOnline":true,"LastModified":"\/Date(1385370000000+0200)\/","LastOnline":"\/Date(1385370000000+0200)\/","Mood":4,"StatusMessage":"hi"},"UserId":"m11111111111","AboutMe":"Friendly","Age":23,"FirstName":"Joe","Gender":0,"LanguageCode":"en","LastKnownCountryCode":"ZA","LastName":"Soap","NetworkOperatorCode":"65501","RegisteredCountryCode":"ZA","RegistrationDate":"\/Date(1262304000000+0200)\/","StatusMessage":"hi","Title":"Mr"}""");
        using var mxit = _server.Client();

        var profile = await mxit.Users.GetBasicProfileAsync("m11111111111", null, Stop);

        Assert.Equal(
            ("m11111111111", "Zeus", Gender.Female, 23),
            (profile.UserId.Value, profile.DisplayName, profile.Gender, profile.Age));
        Assert.Equal((Mood.Happy, true), (profile.State?.Mood, profile.State?.IsOnline));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1262304000000), profile.RegistrationDate);
        Assert.Equal("BasicProfile { UserId = m11111111111 }", profile.ToString());
    }

    [Fact]
    public async Task The_version_needs_no_token()
    {
        _server.Answer(200, "\"1.0.0.0\"");
        using var mxit = _server.Client();

        Assert.Equal("1.0.0.0", await mxit.Users.GetVersionAsync(cancellationToken: Stop));
        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/user/version", null), (sent.Method, sent.PathAndQuery, sent.Header("Authorization")));
    }

    private static Task CallAsync(UsersClient users, string call, MxitCallOptions? options) => call switch
    {
        "user id" => users.GetUserIdAsync(Who, options, Stop),
        "status" => users.GetStatusAsync(Who, options, Stop),
        "display name" => users.GetDisplayNameAsync(Who, options, Stop),
        "avatar" => CloseAsync(users.GetAvatarAsync(Who, options, Stop)),
        "avatar if changed" => CloseAsync(users.GetAvatarIfChangedAsync(Who, "\"1\"", options, Stop)),
        _ => users.GetBasicProfileAsync(Who, options, Stop),
    };

    private static Task CallAsync(UserAccountClient users, string call, MxitCallOptions? options) => call switch
    {
        "user id" => users.GetUserIdAsync(Who, options, Stop),
        "status" => users.GetStatusAsync(Who, options, Stop),
        "display name" => users.GetDisplayNameAsync(Who, options, Stop),
        "avatar" => CloseAsync(users.GetAvatarAsync(Who, options, Stop)),
        "avatar if changed" => CloseAsync(users.GetAvatarIfChangedAsync(Who, "\"1\"", options, Stop)),
        _ => users.GetBasicProfileAsync(Who, options, Stop),
    };

    private static async Task CloseAsync<T>(Task<T> opening)
        where T : IAsyncDisposable?
    {
        await using (await opening)
        {
        }
    }
}
