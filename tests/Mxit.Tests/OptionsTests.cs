using System.Net;
using System.Net.Sockets;
using System.Text;
using Mxit.Tests.Support;

namespace Mxit.Tests;

public class OptionsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_address_is_required()
    {
        var none = Assert.Throws<ArgumentException>(
            () => new MxitClient(new MxitClientOptions { ClientId = "id", ClientSecret = "secret" }));
        var half = Assert.Throws<ArgumentException>(() => new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            ApiAddress = new Uri("https://api.example.com/"),
        }));

        Assert.StartsWith("BaseAddress is missing", none.Message, StringComparison.Ordinal);
        Assert.StartsWith("AuthAddress is missing", half.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new MxitClient(null!, "id", "secret"));
    }

    [Fact]
    public void The_addresses_of_a_server_with_two_hosts_are_set_one_by_one()
    {
        var options = new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            AuthAddress = new Uri("https://auth.example.com/"),
            ApiAddress = new Uri("https://api.example.com/"),
        };

        using var client = new MxitClient(options);

        Assert.Null(options.BaseAddress);
    }

    [Fact]
    public void All_faults_are_reported_together()
    {
        var failure = Assert.Throws<ArgumentException>(() => new MxitClient(new MxitClientOptions
        {
            AuthAddress = new Uri("http://auth.example.com"),
            ApiAddress = new Uri("/relative", UriKind.Relative),
            TimeProvider = null!,
            TokenRefreshMargin = TimeSpan.FromSeconds(-1),
            Timeout = TimeSpan.Zero,
        }));

        string[] expected =
            ["ClientId", "ClientSecret", "AuthAddress", "ApiAddress", "TimeProvider", "TokenRefreshMargin", "Timeout"];
        Assert.All(expected, name => Assert.Contains(name, failure.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://localhost:5080", false, true)]
    [InlineData("http://127.0.0.1", false, true)]
    [InlineData("http://[::1]:8080/", false, true)]
    [InlineData("https://mxit.example.com/mxit", false, true)]
    [InlineData("http://mxit.example.com", false, false)]
    [InlineData("http://mxit.example.com", true, true)]
    [InlineData("http://localhost.example.com", false, false)]
    [InlineData("ftp://localhost", true, false)]
    [InlineData("https://user:pw@mxit.example.com", false, false)]
    [InlineData("https://mxit.example.com/?q=1", false, false)]
    [InlineData("https://mxit.example.com/#f", false, false)]
    public void Addresses_must_be_secure_unless_local_or_allowed_O_61(string address, bool allowInsecure, bool accepted)
    {
        var options = new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "canary",
            BaseAddress = new Uri(address),
            AllowInsecureAddresses = allowInsecure,
        };

        var failure = Record.Exception(() => new MxitClient(options).Dispose());

        Assert.Equal(accepted, failure is null);
        Assert.DoesNotContain("canary", $"{failure}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://mxit.example.com/mxit")]
    [InlineData("https://mxit.example.com/mxit/")]
    public async Task An_address_may_have_a_path(string address)
    {
        var server = new StubServer();
        server.Answer(200, "\"m1\"");
        var options = server.Options();
        options.BaseAddress = new Uri(address);
        using var mxit = new MxitClient(options);

        await mxit.Users.GetUserIdOrNullAsync("thandi", null, Stop);

        Assert.Equal("https://mxit.example.com/mxit/user/lookup/thandi", server.Sent[^1].Address.AbsoluteUri);
        Assert.Equal(address, options.BaseAddress?.AbsoluteUri);
    }

    [Fact]
    public async Task Changing_the_options_later_changes_nothing()
    {
        var server = new StubServer();
        var options = server.Options();
        using var mxit = new MxitClient(options);
        options.BaseAddress = new Uri("https://elsewhere.example.com");
        options.ClientSecret = "other";

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal(["auth.mxit.com", "api.mxit.com"], server.Sent.Select(sent => sent.Address.Host));
    }

    [Fact]
    public async Task A_http_client_of_the_caller_is_not_disposed()
    {
        var server = new StubServer();
        var options = server.Options();
        new MxitClient(options).Dispose();

        using var again = new MxitClient(options);
        await again.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Single(server.ApiCalls);
    }

    [Fact]
    public async Task Our_own_http_client_follows_no_redirect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var served = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync(Stop);
            _ = await socket.ReceiveAsync(new byte[8192], Stop);
            await socket.SendAsync(
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/elsewhere\r\nContent-Length: 0\r\nConnection: " +
                    $"close\r\n\r\n"),
                Stop);
        }, Stop);
        using var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        });

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => mxit.Messaging.GetVersionAsync(cancellationToken: Stop));
        await served;

        Assert.Equal(HttpStatusCode.Found, failure.StatusCode);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_caller_can_fake_the_client()
    {
        using MxitClient fake = new FakeClient();

        Assert.IsType<FakeMessaging>(fake.Messaging);
        Assert.Equal(
            new SendReceipt { RequestId = "fake" },
            await fake.Messaging.SendMessageAsync(new OutgoingMessage { From = "a", Body = "c" }, ["b"], null, Stop));
    }

    private sealed class FakeClient : MxitClient
    {
        public override MessagingClient Messaging { get; } = new FakeMessaging();
    }

    private sealed class FakeMessaging : MessagingClient
    {
        public override Task<SendReceipt> SendMessageAsync(
            OutgoingMessage message, IEnumerable<UserId> to, MxitCallOptions? options = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(new SendReceipt { RequestId = "fake" });
    }
}
