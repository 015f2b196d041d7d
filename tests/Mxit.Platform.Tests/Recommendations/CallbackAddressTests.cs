using System.Net;
using Mxit.Platform.Recommendations;

namespace Mxit.Platform.Tests.Recommendations;

public sealed class CallbackAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("196.25.1.1")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void The_open_Internet_is_public(string address) => Assert.True(CallbackAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Networks_of_ones_own_are_not(string address) => Assert.False(CallbackAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/x")]
    [InlineData("http://[::1]:5080/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://2130706433/")]
    public void A_private_address_is_refused_at_once_unless_allowed(string url)
    {
        Assert.NotNull(CallbackAddress.FindFault(url, privateIsAllowed: false));
        Assert.Null(CallbackAddress.FindFault(url, privateIsAllowed: true));
    }

    [Theory]
    [InlineData("http://\u202E.com/x")]
    [InlineData("http://xn--\u00E9/x")]
    public void A_host_that_nobody_can_have_is_refused_although_it_looks_like_an_address(string url)
    {
        Assert.True(Uri.TryCreate(url, UriKind.Absolute, out _));
        Assert.NotNull(CallbackAddress.FindFault(url, privateIsAllowed: false));
        Assert.NotNull(CallbackAddress.FindFault(url, privateIsAllowed: true));
    }

    [Theory]
    [InlineData("https://b\u00FCcher.example/angenommen?von=\u00FC")]
    [InlineData("http://\U0001F600.example:8080/")]
    public void A_host_in_any_script_is_fine(string url) =>
        Assert.Null(CallbackAddress.FindFault(url, privateIsAllowed: false));

    [Fact]
    public async Task A_name_of_a_private_address_is_not_connected_to()
    {
        await using var receiver = await CallbackReceiver.StartAsync(TimeProvider.System);
        var port = new Uri(receiver.Url).Port;
        using var guarded = new HttpClient(new SocketsHttpHandler { ConnectCallback = CallbackAddress.ConnectPublicAsync });
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            guarded.PostAsync($"http://localhost:{port}/accepted", new StringContent(""), TestContext.Current.CancellationToken));
        Assert.Empty(receiver.Received);

        // The same without the guard arrives, so it is the guard that kept it away.
        using var unguarded = new HttpClient();
        using var answer = await unguarded.PostAsync(
            $"http://127.0.0.1:{port}/accepted", new StringContent(""), TestContext.Current.CancellationToken);
        Assert.Single(receiver.Received);
    }
}
