using Mxit.EndToEnd.Tests.Pages;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>Addresses that come from outside and go into the header of a redirect, where not every character may stand.</summary>
public sealed class SignInAddressTests
{
    [Theory]
    [InlineData("/gallery/Über uns", "/gallery/%C3%9Cber%20uns")]
    [InlineData("/people/\U0001F600?q=\u00e9#\u00e9", "/people/%F0%9F%98%80?q=%C3%A9#%C3%A9")]
    [InlineData("/gallery/%C3%9C?a=b%20c&d=%25", "/gallery/%C3%9C?a=b%20c&d=%25")]
    [InlineData("/a\ufffdb", "/a%EF%BF%BDb")]
    [InlineData("/\u0001", "/messages")]
    [InlineData("/\u0085", "/messages")]
    [InlineData("/\u2028", "/%E2%80%A8")]
    [InlineData("/\\evil.example", "/messages")]
    [InlineData("//evil.example", "/messages")]
    [InlineData("/.//evil.example", "/messages")]
    [InlineData("/a/..//evil.example", "/messages")]
    [InlineData("/%2e%2e//evil.example", "/messages")]
    [InlineData("/./\\evil.example", "/messages")]
    [InlineData("http:/evil.example", "/messages")]
    [InlineData("/a//b", "/a//b")]
    public async Task O_05_the_way_back_after_signing_in_is_written_as_an_address(string returnUrl, string expected)
    {
        var log = new ErrorLog();
        await using var server = await Server.StartAsync(configure: log.AttachTo);
        using var visitor = new Visitor(server.Inner.Address);
        var fields = await visitor.ProveAsync(
            "/sign-in", ("username", "alice"), ("password", "alice-password"), ("returnUrl", returnUrl));
        var answer = await visitor.PostAsync("/sign-in", fields);
        Assert.Equal((303, expected), (answer.Status, answer.Header("Location")));
        Assert.Empty(log.Entries);
    }
}
