namespace Mxit.EndToEnd.Tests.Http;

/// <summary>Conditions of requests, in the order in which they count. Source: RFC 9110, sections 13.1 and 13.2.2.</summary>
public sealed class PreconditionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Before = "Wed, 21 Oct 2015 07:28:00 GMT";
    private const string After = "Fri, 31 Dec 2100 23:59:59 GMT";

    private Server Server => shared.Inner;

    [Theory]

    // If-Match comes first, and what follows it counts only when it holds.
    [InlineData("If-Match: TAG", "If-None-Match: TAG", 304)]
    [InlineData("If-Match: \"x\"", "If-None-Match: TAG", 412)]
    [InlineData("If-Match: \"x\"", "If-None-Match: \"x\"", 412)]
    [InlineData("If-Match: TAG", "If-None-Match: \"x\"", 200)]
    [InlineData("If-Match: *", "If-None-Match: *", 304)]
    [InlineData("If-Match: TAG", "If-Modified-Since: DATE", 304)]
    [InlineData("If-Match: TAG", "If-Modified-Since: BEFORE", 200)]
    [InlineData("If-Match: \"x\"", "If-Modified-Since: DATE", 412)]

    // Beside If-Match no date says that nothing changed.
    [InlineData("If-Match: TAG", "If-Unmodified-Since: BEFORE", 200)]
    [InlineData("If-Match: \"x\"", "If-Unmodified-Since: DATE", 412)]
    [InlineData("If-Unmodified-Since: BEFORE", "If-None-Match: TAG", 412)]
    [InlineData("If-Unmodified-Since: DATE", "If-None-Match: TAG", 304)]
    [InlineData("If-Unmodified-Since: DATE", "If-Modified-Since: DATE", 304)]
    [InlineData("If-Unmodified-Since: BEFORE", "If-Modified-Since: DATE", 412)]

    // Beside If-None-Match no date says that something changed.
    [InlineData("If-None-Match: \"x\"", "If-Modified-Since: DATE", 200)]
    [InlineData("If-None-Match: TAG", "If-Modified-Since: BEFORE", 304)]
    [InlineData("If-None-Match: \"x\"", "If-Modified-Since: AFTER", 200)]

    // Lists, weak tags, every tag, and what is none.
    [InlineData("If-None-Match: \"a\", WEAK, \"b\"", null, 304)]
    [InlineData("If-None-Match: nonsense", null, 200)]
    [InlineData("If-None-Match: \"a\", nonsense, TAG", null, 304)]
    [InlineData("If-None-Match: ", null, 200)]
    [InlineData("If-Match: WEAK", null, 412)]
    [InlineData("If-Match: nonsense", null, 412)]
    [InlineData("If-Match: \"a\", TAG", null, 200)]
    [InlineData("If-Match: \"a\", WEAK", null, 412)]

    // Dates that are none do not count.
    [InlineData("If-Modified-Since: nonsense", null, 200)]
    [InlineData("If-Modified-Since: 0", null, 200)]
    [InlineData("If-Modified-Since: AFTER", null, 304)]
    [InlineData("If-Unmodified-Since: nonsense", null, 200)]
    [InlineData("If-Unmodified-Since: AFTER", null, 200)]
    [InlineData("If-Modified-Since: BEFORE, DATE", null, 200)]
    public async Task U_19_conditions_count_in_their_order(string first, string? second, int status)
    {
        var (token, path, tag, date) = await AddAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            // The order of the lines says nothing.
            foreach (var lines in new[] { new[] { first, second }, [second, first] })
            {
                var answer = await Server.AskAsync(method, path, token, Headers(lines, tag, date));
                Assert.Equal((first, second, status), (first, second, answer.Status));
                Assert.Equal(tag, answer.Header("ETag"));
                if (status == 304)
                {
                    Assert.Empty(answer.Bytes);
                    Assert.Null(answer.Header("Content-Type"));
                    Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
                }
            }
        }
    }

    [Theory]
    [InlineData("TAG", 206)]
    [InlineData("DATE", 206)]
    [InlineData("WEAK", 200)]
    [InlineData("\"x\"", 200)]
    [InlineData("BEFORE", 200)]
    [InlineData("AFTER", 200)]
    [InlineData("nonsense", 200)]
    [InlineData("\"", 200)]
    [InlineData("\"unfinished", 200)]
    [InlineData("", 200)]
    [InlineData("*", 200)]
    [InlineData("TAG, TAG", 200)]
    [InlineData("\"x\", TAG", 200)]
    [InlineData("W/nonsense", 200)]
    [InlineData("0", 200)]
    [InlineData("BARE", 200)]
    [InlineData("Thu, 99 Foo 2099 99:99:99 GMT", 200)]
    public async Task U_20_a_part_comes_only_of_what_the_request_names(string condition, int status)
    {
        var (token, path, tag, date) = await AddAsync();
        var headers = Headers(["Range: bytes=2-3", $"If-Range: {condition}"], tag, date);
        var answer = await Server.AskAsync(HttpMethod.Get, path, token, headers);
        Assert.Equal((status, status == 206 ? "cd" : "abcdefghij"), (answer.Status, answer.Text));
        Assert.Equal(status == 206 ? "bytes 2-3/10" : null, answer.Header("Content-Range"));

        // Without a range it says nothing, and HEAD knows no parts.
        Assert.Equal(200, (await Server.AskAsync(HttpMethod.Get, path, token, headers[1])).Status);
        var head = await Server.AskAsync(HttpMethod.Head, path, token, headers);
        Assert.Equal((200, "10"), (head.Status, head.Header("Content-Length")));
    }

    [Fact]
    public async Task U_20_conditions_come_before_parts()
    {
        var (token, path, tag, date) = await AddAsync();
        foreach (var (lines, status) in new (string[], int)[]
        {
            (["Range: bytes=2-3", "If-None-Match: TAG"], 304), (["Range: bytes=2-3", "If-Match: \"x\""], 412),
            (["Range: bytes=99-", "If-None-Match: TAG"], 304), (["Range: bytes=99-", "If-Range: \"x\""], 200),
            (["Range: bytes=99-", "If-Range: TAG"], 416),
            (["Range: bytes=2-3", "If-Range: TAG", "If-None-Match: TAG"], 304),
            (["Range: bytes=2-3", "If-Range: TAG", "If-Match: TAG"], 206),
        })
        {
            Assert.Equal(
                (lines[1], status), (
                    lines[1], (await Server.AskAsync(HttpMethod.Get, path, token, Headers(lines, tag, date))).Status));
        }
    }

    [Theory]
    [InlineData("If-Unmodified-Since: BEFORE", null, 412)]
    [InlineData("If-Unmodified-Since: DATE", null, 200)]
    [InlineData("If-Unmodified-Since: nonsense", null, 200)]
    [InlineData("If-Match: TAG", "If-Unmodified-Since: BEFORE", 200)]
    [InlineData("If-Match: TAG", "If-None-Match: TAG", 412)]
    [InlineData("If-Match: \"x\"", "If-None-Match: \"x\"", 412)]
    [InlineData("If-Match: WEAK", null, 412)]
    [InlineData("If-None-Match: WEAK", null, 412)]
    [InlineData("If-None-Match: \"x\"", "If-Modified-Since: DATE", 200)]
    [InlineData("If-Modified-Since: AFTER", null, 200)]
    public async Task U_19_what_changes_something_keeps_the_same_order(string first, string? second, int status)
    {
        var (token, path, tag, date) = await AddAsync();
        var file = path.Replace("/content/", "/file/", StringComparison.Ordinal);
        var headers = Headers([first, second], tag, date);
        Assert.Equal(status, (await Server.PutTextAsync(file, token, "\"b.txt\"", headers)).Status);
        Assert.Equal(status, (await Server.AskAsync(HttpMethod.Delete, file, token, headers)).Status);

        var own = await Server.UserTokenAsync("carol", "avatar/write", "profile/public");
        var avatar = await Server.AskAsync(HttpMethod.Get, "/user/avatar", own);
        headers = Headers([first, second], avatar.Header("ETag")!, avatar.Header("Last-Modified")!);
        Assert.Equal(status, (await Server.AskAsync(HttpMethod.Delete, "/user/avatar", own, headers)).Status);
    }

    private async Task<(string Token, string Path, string Tag, string Date)> AddAsync()
    {
        var token = await Server.GalleryTokenAsync();
        var path = await Server.AddFileAsync(token, "abcdefghij"u8.ToArray());
        var whole = await Server.AskAsync(HttpMethod.Get, path, token);
        return (token, path, whole.Header("ETag")!, whole.Header("Last-Modified")!);
    }

    private static (string Name, string Value)[] Headers(string?[] lines, string tag, string date) =>
    [
        .. lines.OfType<string>().Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim()
            .Replace("TAG", tag, StringComparison.Ordinal).Replace("WEAK", $"W/{tag}", StringComparison.Ordinal)
            .Replace("BARE", tag.Trim('"'), StringComparison.Ordinal).Replace("DATE", date, StringComparison.Ordinal)
            .Replace("BEFORE", Before, StringComparison.Ordinal).Replace("AFTER", After, StringComparison.Ordinal))),
    ];
}
