using System.Net;
using System.Net.Sockets;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>Errors of a connection name the server, and nothing else of the address.</summary>
public class ServerAddressTests
{
    private static readonly Dictionary<string, Func<Exception>> Errors = new()
    {
        ["refused"] = () => new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException()),
        ["cut off"] = () => new HttpRequestException("cut off", new IOException()),
        ["stream"] = () => new IOException("reset"),
        ["time-out of the HTTP client"] = () => new TaskCanceledException("HttpClient.Timeout", new TimeoutException()),
        ["handler"] = () => new InvalidOperationException("circuit"),
    };

    private static readonly Dictionary<string, (string Server, Func<MxitClient, MxitUserClient, Task> Call)> Calls = new()
    {
        ["get"] = ("https://api.example.org:8443", (mxit, _) => mxit.Users.GetUserIdAsync("canary-login", null, Stop)),
        ["send"] = (
            "https://api.example.org:8443", (mxit, _) => mxit.Messaging.SendMessageAsync(
                "a", ["m1"], "canary-text", cancellationToken: Stop)),
        ["query"] = ("https://api.example.org:8443", (_, person) =>
            person.Users.UploadGalleryFileAsync(
                "canary-folder", new MediaUpload(new byte[] { 1 }, "canary-name"), cancellationToken: Stop)),
        ["mark"] = (
            "https://api.example.org:8443", (_, person) => person.Messenger.MarkReadAsync(
                Cursors.At(1), null, cancellationToken: Stop)),
        ["app token"] = (
            "https://auth.example.org:443", (mxit, _) => mxit.OAuth.GetAppTokenAsync(["canary-scope"], cancellationToken: Stop)),
        ["refresh"] = (
            "https://auth.example.org:443", (mxit, _) => mxit.OAuth.RefreshAsync("canary-refresh", cancellationToken: Stop)),
        ["revoke"] = (
            "https://auth.example.org:443", (mxit, _) => mxit.OAuth.RevokeAsync("canary-token", cancellationToken: Stop)),
        ["who"] = ("https://auth.example.org:443", (_, person) => person.GetUserInfoAsync(cancellationToken: Stop)),
    };

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, string> Cases => new(Calls.Keys, Errors.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_error_of_the_connection_names_scheme_host_and_port(string call, string error)
    {
        _server.Api = (_, _) => throw Errors[error]();
        using var mxit = Client();
        if (Calls[call].Server.Contains("auth", StringComparison.Ordinal))
        {
            _server.Tokens = (_, _) => throw Errors[error]();
        }

        var failure = await Assert.ThrowsAsync<MxitException>(() => Calls[call].Call(mxit, mxit.ForUser(_server.UserToken())));

        Assert.Contains(Calls[call].Server, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/user", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api", "https://api.example.org:8443")]
    [InlineData("auth", "https://auth.example.org:443")]
    public async Task A_time_out_names_the_server_that_was_silent(string silent, string server)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<HttpResponseMessage> WaitAsync(SentRequest request, CancellationToken stop)
        {
            waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return StubServer.Reply(200, "");
        }

        if (silent == "api")
        {
            _server.Api = WaitAsync;
        }
        else
        {
            _server.Tokens = WaitAsync;
        }

        using var mxit = Client();
        var call = mxit.Users.GetUserIdAsync("canary-login", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(5) }, Stop);
        await waiting.Task;
        _server.Clock.Advance(TimeSpan.FromSeconds(5));

        var failure = await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        Assert.Contains(server, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_breaks_names_its_server()
    {
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream([1])) });
        using var mxit = Client();
        await using var file = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("canary", null, Stop);

        var failure = await Fails.WithAsync(MxitErrorReason.Connection, () => file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Contains("https://api.example.org:8443", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_numbers_is_named_with_its_brackets()
    {
        _server.Api = (_, _) => throw new HttpRequestException("refused");
        var options = _server.Options();
        options.BaseAddress = new Uri("http://[::1]:5080/below/");
        using var mxit = new MxitClient(options);

        var failure = await Fails.WithAsync(
            MxitErrorReason.Connection, () => mxit.ForUser(_server.UserToken()).Users.GetStatusAsync("canary", null, Stop));

        Assert.Contains("http://[::1]:5080 ", failure.Message, StringComparison.Ordinal);
    }

    private MxitClient Client()
    {
        var options = _server.Options();
        options.AuthAddress = new Uri("https://auth.example.org/below/");
        options.ApiAddress = new Uri("https://api.example.org:8443/below/");
        return new MxitClient(options);
    }
}
