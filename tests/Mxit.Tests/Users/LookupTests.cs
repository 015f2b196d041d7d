using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class LookupTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public LookupTests() => _server.Answer(200, "\"m11111111111\"");

    [Theory]
    [InlineData("thandi", "thandi")]
    [InlineData("a b", "a%20b")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a+b", "a%2Bb")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("100%", "100%25")]
    [InlineData("../../token", "..%2F..%2Ftoken")]
    [InlineData("...", "...")]
    [InlineData("zoë😀", "zo%C3%AB%F0%9F%98%80")]
    public async Task The_login_is_one_escaped_segment(string login, string segment)
    {
        using var mxit = _server.Client();

        Assert.Equal("m11111111111", await mxit.Users.GetUserIdAsync(login, null, Stop));

        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal(("GET", $"https://api.mxit.com/user/lookup/{segment}"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("grant_type=client_credentials&scope=profile%2Fpublic", Assert.Single(_server.TokenCalls).Body);
        Assert.Null(sent.Header("Idempotency-Key"));
    }

    [Fact]
    public async Task Every_text_stays_one_segment_and_comes_back_by_unescaping()
    {
        using var mxit = _server.Client();

        await Gen.OneOf(Gen.String, Gen.Char["./\\%+ ?#:;&=é漢~"].Array[1, 12].Select(chars => new string(chars)))
            .Where(text => !string.IsNullOrWhiteSpace(text) && text is not ("." or "..")
                && !text.Any(char.IsSurrogate))
            .SampleAsync(async login =>
            {
                await mxit.Users.GetUserIdAsync(login, null, Stop);
                var path = _server.ApiCalls[^1].Address.AbsolutePath;
                Assert.StartsWith("/user/lookup/", path, StringComparison.Ordinal);
                var segment = path["/user/lookup/".Length..];
                Assert.Matches("^[A-Za-z0-9%._~-]+$", segment);
                Assert.Equal(login, Uri.UnescapeDataString(segment));
            }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_cannot_be_a_segment_is_refused(string login)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.GetUserIdAsync(login, null, Stop));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Nobody_by_that_name_is_a_typed_exception_or_null()
    {
        _server.Answer(404, "\"Unknown user\"");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitNotFoundException>(() => mxit.Users.GetUserIdAsync("nobody", null, Stop));
        Assert.Null(await mxit.Users.GetUserIdOrNullAsync("nobody", null, Stop));
    }

    [Fact]
    public async Task A_person_looks_up_with_the_persons_own_token()
    {
        using var mxit = _server.Client();

        await mxit.ForUser(_server.UserToken()).Users.GetUserIdAsync("thandi", null, Stop);

        Assert.Equal("user-0", Assert.Single(_server.Sent).Bearer);
    }

    [Fact]
    public async Task A_token_travels_in_the_header_only_O_27()
    {
        using var mxit = _server.Client();

        await mxit.Users.GetUserIdAsync("thandi", null, Stop);

        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal("app-1", sent.Bearer);
        Assert.DoesNotContain("app-1", sent.Address.AbsoluteUri, StringComparison.Ordinal);
    }
}
