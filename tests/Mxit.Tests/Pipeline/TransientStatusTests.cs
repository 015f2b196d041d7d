using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>Whoever waits out transient errors waits out the same ones.</summary>
public class TransientStatusTests
{
    private static readonly int[] Transient =
        [408, 425, 429, 500, 502, 503, 504, 509, 511, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599];

    private static readonly int[] Final =
        [203, 302, 400, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 417, 421, 422, 423, 424, 426, 428, 431,
            451, 501, 505, 506, 507, 508, 510];

    /// <summary>Ways of asking that are retried, with the kind of answer that they need.</summary>
    private static readonly Dictionary<string, (
        Func<StubServer, HttpResponseMessage> Good, Func<StubServer, MxitClient, Task> Call)> Consumers = new()
        {
            ["call"] = (_ => StubServer.Reply(200, "\"hi\""), (_, mxit) => mxit.Users.GetStatusAsync("thandi", null, Stop)),
            ["idempotent call"] = (
            _ => StubServer.Reply(200, ""), (server, mxit) => Thandi(server, mxit).Users.SetStatusAsync("hi", null, Stop)),
            ["message"] = (
            _ => StubServer.Reply(200, ""), (_, mxit) => mxit.Messaging.SendMessageAsync(
                "a", ["m1"], "x", cancellationToken: Stop)),
            ["upload"] = (_ => StubServer.Reply(200, ""), (server, mxit) =>
                Thandi(server, mxit).Users.SetAvatarAsync("picture"u8.ToArray(), null, Stop)),
            ["download"] = (_ => StubServer.Reply(200, "abcd"), async (server, mxit) =>
                await (await Thandi(server, mxit).Users.GetGalleryFileAsync("f1", null, Stop)).DisposeAsync()),
            ["feed of messages"] = (_ => Events.Of(1).Reply(), (server, mxit) =>
                Thandi(server, mxit).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop).AsTask()),
            ["broadcast"] = (_ => StubServer.Reply(200, ""), (_, mxit) => mxit.Messaging.BroadcastAsync(
                new OutgoingMessage { From = "a", Body = "x" }, new UserId[] { "m1" }.ToAsyncEnumerable(), null, Stop)
                    .LastAsync(Stop).AsTask()),
            ["revocation"] = (_ => StubServer.Reply(200, ""), (_, mxit) => mxit.OAuth.RevokeAsync("token", null, Stop)),
            ["user info"] = (
            _ => StubServer.Reply(200, """{"sub":"m1"}"""), (server, mxit) => Thandi(server, mxit).GetUserInfoAsync(null, Stop)),
        };

    private readonly StubServer _server = new() { Clock = new PausingClock(), MaxRetries = 1 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, int> Waited => new(Consumers.Keys, Transient);

    public static MatrixTheoryData<string, int> Told => new(Consumers.Keys, Final);

    public static TheoryData<int, bool> Statuses
    {
        get
        {
            var statuses = new TheoryData<int, bool>();
            foreach (var status in Transient)
            {
                statuses.Add(status, true);
            }

            foreach (var status in Final)
            {
                statuses.Add(status, false);
            }

            return statuses;
        }
    }

    [Theory]
    [MemberData(nameof(Waited))]
    public async Task A_transient_status_is_waited_out(string consumer, int status)
    {
        FailOnce(status, () => Consumers[consumer].Good(_server));
        using var mxit = _server.Client();

        await Consumers[consumer].Call(_server, mxit);

        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Theory]
    [MemberData(nameof(Told))]
    public async Task Any_other_status_is_told_at_once(string consumer, int status)
    {
        FailOnce(status, () => Consumers[consumer].Good(_server));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitException>(() => Consumers[consumer].Call(_server, mxit));

        Assert.Single(_server.ApiCalls);
        var told = failure as MxitApiException ?? (MxitApiException)failure.InnerException!;
        Assert.Equal(status, (int)told.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_resumed_download_asks_here_too(int status, bool isTransient)
    {
        var requests = 0;
        _server.Api = (_, _) => Task.FromResult(Interlocked.Increment(ref requests) switch
        {
            1 => Parts.Of("abcd", 0),
            2 => StubServer.Reply(status, ""),
            _ => Parts.Of("abcd", 2),
        });
        using var mxit = _server.Client();
        await using var file = await Thandi(_server, mxit).Users.GetGalleryFileAsync("f1", null, Stop);

        var failure = await Record.ExceptionAsync(() => file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.True(isTransient == failure is null, failure?.ToString());
        Assert.Equal(isTransient ? 3 : 2, requests);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_request_for_a_token_of_the_app_asks_here_too(int status, bool isTransient)
    {
        FailTokenOnce(status, "app");
        using var mxit = _server.Client();

        var failure = await Record.ExceptionAsync(() => mxit.OAuth.GetAppTokenAsync(["a"], null, Stop));

        Assert.True(isTransient == failure is null, failure?.ToString());
        Assert.Equal(isTransient ? 2 : 1, _server.TokenCalls.Count);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_feed_waits_for_a_token_of_the_person_in_the_same_way(int status, bool isTransient)
    {
        FailTokenOnce(status, "user");
        _server.Api = (_, _) => Task.FromResult(Events.Of(1).Reply());
        using var mxit = _server.Client();
        var ended = _server.UserToken() with { ExpiresAt = _server.Clock.GetUtcNow() };

        var failure = await Record.ExceptionAsync(
            () => mxit.ForUser(ended).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop).AsTask());

        Assert.True(isTransient == failure is null, failure?.ToString());
        Assert.Equal(isTransient ? 2 : 1, _server.TokenCalls.Count);
    }

    [Theory]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(507)]
    [InlineData(409)]
    public async Task A_server_that_says_when_to_come_back_is_waited_for(int status)
    {
        foreach (var (name, (good, call)) in Consumers)
        {
            // A conflict passes only for work under a key: an earlier attempt is still running.
            if (status != 409 || name is "message" or "broadcast")
            {
                FailOnce(status, () => good(_server), ("Retry-After", "1"));
                using var mxit = _server.Client();
                Assert.Null(await Record.ExceptionAsync(() => call(_server, mxit)));
            }
        }
    }

    private static MxitUserClient Thandi(StubServer server, MxitClient mxit) => mxit.ForUser(server.UserToken());

    private void FailOnce(int status, Func<HttpResponseMessage> good, params (string Name, string Value)[] headers)
    {
        var requests = 0;
        _server.Api = (_, _) => Task.FromResult(
            Interlocked.Increment(ref requests) == 1 ? StubServer.Reply(status, "", headers) : good());
    }

    private void FailTokenOnce(int status, string kind)
    {
        var requests = 0;
        _server.Tokens = (_, _) => Task.FromResult(
            Interlocked.Increment(ref requests) == 1 ? StubServer.Reply(status, "") : _server.NextToken(kind));
    }
}
