using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Mxit.Tests.Pipeline;

/// <summary>What handlers of the host throw is an error of the connection, or a time-out, whatever its type.</summary>
public class HandlerErrorTests
{
    private static readonly Dictionary<string, (Func<Exception> Make, bool IsTimeout)> Errors = new()
    {
        ["Polly: time-out"] = (() => new TimeoutRejectedException("too slow"), true),
        ["Polly: circuit open"] = (() => new BrokenCircuitException("open"), false),
        ["Polly: circuit isolated"] = (() => new IsolatedCircuitException("isolated"), false),
        ["Polly: rate limit"] = (() => new RateLimiterRejectedException(), false),
        ["time-out"] = (() => new TimeoutException(), true),
        ["custom time-out"] = (() => new CustomTimeoutException(), true),
        ["custom"] = (() => new CustomException(), false),
        ["not supported"] = (() => new NotSupportedException(), false),
        ["invalid operation"] = (() => new InvalidOperationException(), false),
        ["invalid data"] = (() => new InvalidDataException(), false),
        ["disposed"] = (() => new ObjectDisposedException("somebody's stream"), false),
        ["several"] = (() => new AggregateException(new CustomException()), false),
        ["socket"] = (() => new SocketException((int)SocketError.ConnectionReset), false),
        ["authentication"] = (() => new UnauthorizedAccessException(), false),
    };

    private static readonly Dictionary<string, Func<StubServer, MxitClient, CancellationToken, Task>> Uses = new()
    {
        ["message"] = (_, mxit, stop) => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: stop),
        ["upload"] = (server, mxit, stop) =>
            mxit.ForUser(server.UserToken()).Users.SetAvatarAsync("picture"u8.ToArray(), null, stop),
        ["upload of a stream"] = (server, mxit, stop) =>
            mxit.ForUser(server.UserToken()).Users.SetAvatarAsync(new MemoryStream([1, 2]), null, stop),
        ["download"] = (server, mxit, stop) => mxit.ForUser(server.UserToken()).Users.GetGalleryFileAsync("f1", null, stop),
        ["deletion"] = (server, mxit, stop) => mxit.ForUser(server.UserToken()).Users.DeleteAvatarAsync(null, stop),
        ["app token"] = (_, mxit, stop) => mxit.OAuth.GetAppTokenAsync(["a"], null, stop),
        ["refresh"] = (_, mxit, stop) => mxit.OAuth.RefreshAsync("refresh", null, stop),
        ["revocation"] = (_, mxit, stop) => mxit.OAuth.RevokeAsync("token", null, stop),
        ["user info"] = (server, mxit, stop) => mxit.OAuth.GetUserInfoAsync(server.UserToken(), null, stop),
        ["code"] = (_, mxit, stop) =>
        {
            var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("https://app.example.org/"), ["a"]);
            return mxit.OAuth.ExchangeCodeAsync(request, "code", request.State, null, stop);
        },
        ["password"] = (_, mxit, stop) => mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["a"], null, stop),
    };

    private readonly PausingClock _clock = new();
    private readonly StubServer _server;

    public HandlerErrorTests() => _server = new StubServer { Clock = _clock };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> EveryError => [.. Errors.Keys];

    public static MatrixTheoryData<string, string> EveryUse => new(Uses.Keys, Errors.Keys);

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_call_fails_as_if_the_connection_had_with_the_original_inside(string name)
    {
        var (make, isTimeout) = Errors[name];
        var original = make();
        _server.Api = (_, _) => throw original;
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitException>(() => mxit.Users.GetStatusAsync("thandi", null, Stop));

        Assert.Equal(typeof(MxitException), failure.GetType());
        Assert.Equal(isTimeout ? MxitErrorReason.Timeout : MxitErrorReason.Connection, failure.Reason);
        Assert.Contains(original, Inner(failure));
        Assert.Single(failure.Attempts);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task It_is_waited_out_where_that_is_safe(string name)
    {
        var requests = 0;
        _server.Api = (_, _) => Interlocked.Increment(ref requests) == 1
            ? throw Errors[name].Make()
            : Task.FromResult(StubServer.Reply(200, "\"hi\""));
        var options = _server.Options();
        options.MaxRetries = 1;
        using var mxit = new MxitClient(options);

        Assert.Equal("hi", await mxit.Users.GetStatusAsync("thandi", null, Stop));
        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_live_feed_goes_on(string name)
    {
        var requests = 0;
        _server.Api = (_, _) => Interlocked.Increment(ref requests) switch
        {
            1 or 3 => throw Errors[name].Make(),
            2 => Task.FromResult(Events.Of(1).End().Reply()),
            _ => Task.FromResult(Events.Of(2).Reply()),
        };
        using var mxit = _server.Client();

        var cursors = await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop)
            .Take(2).Select(one => one.Cursor.Number()).ToListAsync(Stop);

        Assert.Equal([1, 2], cursors);
        Assert.Equal(3, _clock.Pauses.Count);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_live_feed_goes_on_when_the_content_throws(string name)
    {
        var requests = 0;
        _server.Api = (_, _) => Task.FromResult(Interlocked.Increment(ref requests) == 1
            ? Stream(new ThrowingStream(Errors[name].Make()), "text/event-stream")
            : Events.Of(1).Reply());
        using var mxit = _server.Client();

        Assert.Equal(
            1, (await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop))
                .Cursor.Number());
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task Content_that_throws_is_a_broken_connection_too(string name)
    {
        _server.Api = (_, _) => Task.FromResult(Stream(new ThrowingStream(Errors[name].Make()), "application/json"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitException>(() => mxit.Users.GetStatusAsync("thandi", null, Stop));
        Assert.True(failure.Reason is MxitErrorReason.Connection or MxitErrorReason.Timeout, failure.ToString());

        await using var download = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);
        failure = await Assert.ThrowsAnyAsync<MxitException>(() => download.ReadAsBytesAsync(cancellationToken: Stop));
        Assert.True(failure.Reason is MxitErrorReason.Connection or MxitErrorReason.Timeout, failure.ToString());
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task The_body_of_an_error_that_throws_leaves_its_status(string name)
    {
        _server.Api = (_, _) =>
        {
            var answer = Stream(new ThrowingStream(Errors[name].Make()), "application/json");
            answer.StatusCode = HttpStatusCode.NotFound;
            return Task.FromResult(answer);
        };
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitNotFoundException>(() => mxit.Users.GetStatusAsync("thandi", null, Stop));
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_token_request_fails_in_the_same_way(string name)
    {
        _server.Tokens = (_, _) => throw Errors[name].Make();
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));
        Assert.True(failure.Reason is MxitErrorReason.Connection or MxitErrorReason.Timeout, failure.ToString());
        failure = await Assert.ThrowsAnyAsync<MxitException>(() => mxit.OAuth.RefreshAsync("refresh", null, Stop));
        Assert.True(failure.Reason is MxitErrorReason.Connection or MxitErrorReason.Timeout, failure.ToString());
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_broadcast_goes_on(string name)
    {
        var requests = 0;
        _server.Api = (_, _) =>
            Interlocked.Increment(ref requests) == 1 ? throw Errors[name].Make() : Task.FromResult(StubServer.Reply(200, ""));
        using var mxit = _server.Client();

        var result = await mxit.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "a", Body = "x" }, new UserId[] { "m1" }.ToAsyncEnumerable(), null, Stop)
            .SingleAsync(Stop);

        Assert.Equal(BroadcastStatus.Sent, result.Status);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task Cancelling_is_cancelling_whatever_a_handler_makes_of_it(string name)
    {
        using var cancel = new CancellationTokenSource();
        _server.Api = (_, _) =>
        {
            cancel.Cancel();
            throw Errors[name].Make();
        };
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => mxit.Users.GetStatusAsync("thandi", null, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(EveryUse))]
    public async Task Every_kind_of_call_fails_with_a_reason_and_the_original_inside(string use, string name)
    {
        var (make, isTimeout) = Errors[name];
        var original = make();
        _server.Tokens = _server.Api = (_, _) => throw original;
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitException>(() => Uses[use](_server, mxit, Stop));

        Assert.Equal(isTimeout ? MxitErrorReason.Timeout : MxitErrorReason.Connection, failure.Reason);
        Assert.Contains(original, Inner(failure));
    }

    [Theory]
    [MemberData(nameof(EveryUse))]
    public async Task Cancelling_any_kind_of_call_is_cancelling(string use, string name)
    {
        using var cancel = new CancellationTokenSource();
        _server.Tokens = _server.Api = (_, _) =>
        {
            cancel.Cancel();
            throw Errors[name].Make();
        };
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Uses[use](_server, mxit, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("app token")]
    [InlineData("refresh")]
    public async Task A_token_request_that_fails_in_the_moment_of_a_cancellation_is_cancelled(string use)
    {
        // Which of the two is seen first differs from time to time.
        for (var time = 0; time < 200; time++)
        {
            using var cancel = new CancellationTokenSource();
            _server.Tokens = (_, _) =>
            {
                cancel.Cancel();
                throw new IOException("reset");
            };
            using var mxit = _server.Client();

            var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Uses[use](_server, mxit, cancel.Token));

            Assert.Equal(cancel.Token, failure.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task Cancelling_a_live_feed_is_cancelling(string name)
    {
        using var cancel = new CancellationTokenSource();
        _server.Api = (_, _) =>
        {
            cancel.Cancel();
            throw Errors[name].Make();
        };
        using var mxit = _server.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => mxit.ForUser(_server.UserToken())
                .Messenger.ListenAsync(default, cancellationToken: cancel.Token).FirstAsync(cancel.Token).AsTask());
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_download_that_resumes_goes_on_after_it(string name)
    {
        var requests = 0;
        _server.Api = (_, _) => Interlocked.Increment(ref requests) switch
        {
            1 => Task.FromResult(Parts.Of("abcd", 0)),
            2 => throw Errors[name].Make(),
            _ => Task.FromResult(Parts.Of("abcd", 2)),
        };
        var options = _server.Options();
        options.MaxRetries = 1;
        using var mxit = new MxitClient(options);

        await using var file = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

        Assert.Equal("abcd"u8.ToArray(), await file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task Exceptions_of_this_library_pass_as_they_are()
    {
        var original =
            new MxitNotFoundException("of a handler that uses another client") { StatusCode = HttpStatusCode.NotFound };
        _server.Api = (_, _) => throw original;
        using var mxit = _server.Client();

        Assert.Same(original, await Record.ExceptionAsync(() => mxit.Users.GetStatusAsync("thandi", null, Stop)));
    }

    [Fact]
    public async Task A_disposed_client_is_a_mistake_of_its_user()
    {
        var mxit = _server.Client();
        var options = _server.Options();
        options.HttpClient!.Dispose();
        using var other = new MxitClient(options);
        using var own = new MxitClient(new Uri("https://mxit.example.org/"), StubServer.ClientId, StubServer.ClientSecret);
        own.Dispose();
        mxit.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.Users.GetStatusAsync("thandi", null, Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => own.Users.GetStatusAsync("thandi", null, Stop));
    }

    [Fact]
    public async Task What_the_stream_of_an_upload_throws_stays_the_callers_own()
    {
        var original = new TimeoutRejectedException("the caller's own storage");
        using var mxit = _server.Client();

        var failure = await Record.ExceptionAsync(
            () => mxit.ForUser(_server.UserToken()).Users.SetAvatarAsync(new ThrowingStream(original), null, Stop));

        Assert.Same(original, failure);
    }

    [Theory]
    [InlineData("refresh token")]
    [InlineData("accept a contact")]
    [InlineData("rename a folder")]
    public async Task What_must_not_be_sent_twice_is_not_sent_twice_by_a_handler_of_the_hosts_own_client(string call)
    {
        var wire = new Wire();
        var options = _server.Options();
        options.HttpClient = new HttpClient(new Impatient { InnerHandler = wire });
        using var mxit = new MxitClient(options);
        var thandi = mxit.ForUser(_server.UserToken());
        Func<Task> once = call switch
        {
            "refresh token" => () => mxit.OAuth.RefreshAsync("refresh", cancellationToken: Stop),
            "accept a contact" => () => thandi.Messenger.AcceptContactAsync("m2", cancellationToken: Stop),
            _ => () => thandi.Users.RenameGalleryFolderAsync("Holiday", "Trip", null, Stop),
        };

        await Fails.WithAsync(MxitErrorReason.Connection, once);

        Assert.Equal(1, wire.Requests);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_a_live_feed()
    {
        _server.Api = (_, _) =>
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "tls", new AuthenticationException());
        using var mxit = _server.Client();

        await Fails.WithAsync(MxitErrorReason.Connection,
            () => mxit.ForUser(_server.UserToken())
                .Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop).AsTask());
        Assert.Single(_server.ApiCalls);
    }

    private static HttpResponseMessage Stream(Stream content, string mediaType) => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(content) { Headers = { ContentType = new(mediaType) } },
    };

    private static IEnumerable<Exception> Inner(Exception failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }

    private sealed class CustomException : Exception;

    private sealed class CustomTimeoutException : Exception;

    private sealed class ThrowingStream(Exception error) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) => throw error;

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw error;
    }

    /// <summary>Sends everything again that fails.</summary>
    private sealed class Impatient : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException)
                {
                }
            }
        }
    }

    /// <summary>Takes a request as a connection does, piece by piece, and breaks before the answer.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await (request.Content?.CopyToAsync(System.IO.Stream.Null, cancellationToken) ?? Task.CompletedTask);
            Requests++;
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut off", new IOException());
        }
    }
}
