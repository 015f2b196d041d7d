using System.Collections.Concurrent;
using System.Net;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

/// <summary>A person's new token is saved, or the caller hears in the store's own words why not.</summary>
public class TokenStoreTests
{
    private static readonly Dictionary<string, Func<Exception>> Errors = new()
    {
        ["disk full"] = () => new IOException("disk full"),
        ["database away"] = () => new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
        ["cancelled"] = () => new OperationCanceledException(),
        ["cancelled task"] = () => new TaskCanceledException("inner", new TimeoutException()),
        ["slow"] = () => new TimeoutException(),
        ["bug"] = () => new InvalidOperationException(),
        ["own client: connection"] = () => new MxitException("another server", MxitErrorReason.Connection),
        ["own client: time-out"] = () => new MxitException("another server", MxitErrorReason.Timeout),
        ["own client: overloaded"] = () => new MxitOverloadedException("busy") { StatusCode = HttpStatusCode.ServiceUnavailable },
        ["own client: sign in"] = () => new MxitUnauthorizedException("ended") { StatusCode = HttpStatusCode.Unauthorized },
        ["own client: gone"] = () => new MxitNotFoundException("gone") { StatusCode = HttpStatusCode.NotFound },
    };

    private static readonly Dictionary<string, Func<MxitUserClient, Task>> Uses = new()
    {
        ["get"] = person => person.Users.GetStatusAsync("thandi", null, Stop),
        ["delete"] = person => person.Users.DeleteGalleryFileAsync("f1", null, Stop),
        ["send"] = person => person.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop),
        ["user info"] = person => person.GetUserInfoAsync(cancellationToken: Stop),
        ["list"] = person => person.Users.ListContactsAsync(cancellationToken: Stop).FirstAsync(Stop).AsTask(),
        ["read all"] = person => person.Messenger.ListMessagesAsync(cancellationToken: Stop).FirstAsync(Stop).AsTask(),
        ["listen"] = person => person.Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop).AsTask(),
        ["listen for delivery"] = person =>
            person.Messaging.Delivery.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop).AsTask(),
        ["upload"] = person =>
            person.Users.UploadGalleryFileAsync("Default", new MediaUpload("a"u8.ToArray(), "a"), cancellationToken: Stop),
        ["upload a stream"] = person => person.Users.SetAvatarAsync(new MemoryStream("a"u8.ToArray()), null, Stop),
        ["download"] = person => person.Users.GetGalleryFileAsync("f1", null, Stop),
    };

    private readonly StubServer _server = new() { MaxRetries = 3, Clock = new PausingClock() };
    private readonly Store _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> EveryUse =>
        [.. Uses.Keys.SelectMany(_ => Errors.Keys, (use, error) => new TheoryDataRow<string, string>(use, error))];

    public static TheoryData<string> EveryError => [.. Errors.Keys];

    [Theory]
    [MemberData(nameof(EveryUse))]
    public async Task What_a_store_throws_reaches_the_caller_as_it_is(string use, string error)
    {
        _store.Errors.Enqueue(Errors[error]());
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var thrown = await Record.ExceptionAsync(() => Uses[use](thandi));

        Assert.Same(_store.Thrown.Single(), thrown);
        Assert.Empty(_server.ApiCalls);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_store_that_throws_after_a_while_is_heard_in_the_same_words(string error)
    {
        _store.Errors.Enqueue(Errors[error]());
        _store.Before = async (_, _) => await Task.Yield();
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var thrown = await Record.ExceptionAsync(() => thandi.Users.GetStatusAsync("thandi", null, Stop));

        Assert.Same(_store.Thrown.Single(), thrown);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task The_token_is_offered_again_by_the_next_call_until_it_is_saved(string error)
    {
        _store.Errors.Enqueue(Errors[error]());
        _store.Errors.Enqueue(Errors[error]());
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        for (var i = 0; i < 4; i++)
        {
            _ = await Record.ExceptionAsync(
                () => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop));
        }

        Assert.Equal(["user-1", "user-1", "user-1"], _store.Offered.Select(token => token.AccessToken));
        Assert.Equal("refresh-1", Assert.Single(_store.Saved).RefreshToken);
        Assert.Single(_server.TokenCalls);
        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task A_live_feed_that_renews_on_the_way_tells_what_the_store_throws()
    {
        var connections = 0;
        _server.Api = (_, _) => Task.FromResult(
            Interlocked.Increment(ref connections) == 1 ? Events.Of(1).End().Reply() : StubServer.Reply(401, ""));
        _store.Errors.Enqueue(new IOException("disk full"));
        using var mxit = _server.Client();
        await using var messages = mxit.ForUser(_server.UserToken(), _store)
            .Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());

        var thrown = await Record.ExceptionAsync(() => messages.MoveNextAsync().AsTask());

        Assert.Same(_store.Thrown.Single(), thrown);
    }

    [Theory]
    [MemberData(nameof(EveryError))]
    public async Task A_download_that_resumes_tells_what_the_store_throws_and_goes_on_afterwards(string error)
    {
        var requests = 0;
        _server.Api = (request, _) => Task.FromResult(Interlocked.Increment(ref requests) switch
        {
            1 => Part(0, breaks: true),
            _ when request.Bearer == "user-0" => StubServer.Reply(401, ""),
            _ => Part(2, breaks: false),
        });
        _store.Errors.Enqueue(Errors[error]());
        using var mxit = _server.Client();
        await using var download = await mxit.ForUser(_server.UserToken(), _store).Users.GetGalleryFileAsync("f1", null, Stop);
        var buffer = new byte[10];
        Assert.Equal(2, await download.Content.ReadAsync(buffer, Stop));

        var thrown = await Record.ExceptionAsync(() => download.Content.ReadAsync(buffer, Stop).AsTask());
        Assert.Same(_store.Thrown.Single(), thrown);

        Assert.Equal(2, await download.Content.ReadAsync(buffer.AsMemory(2), Stop));
        Assert.Equal("abcd"u8.ToArray(), buffer[..4]);
    }

    [Fact]
    public async Task Who_stopped_waiting_hears_of_the_failure_by_the_next_call()
    {
        var entered = NewSignal();
        var disk = NewSignal();
        _store.Before = async (_, _) =>
        {
            entered.TrySetResult();
            await disk.Task;
        };
        _store.Errors.Enqueue(new IOException("disk full"));
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();
        var thandi = mxit.ForUser(_server.UserToken(), _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var call = thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: cancel.Token);
        await entered.Task.WaitAsync(Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        disk.SetResult();
        await _store.FirstThrown.WaitAsync(Stop);

        _store.Errors.Enqueue(new IOException("disk still full"));
        var thrown = await Record.ExceptionAsync(() => CallUntilItThrowsAsync(thandi));
        Assert.Same(_store.Thrown.Last(), thrown);
        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        Assert.Single(_store.Saved);
    }

    [Fact]
    public async Task While_a_token_is_being_saved_others_use_it()
    {
        var entered = NewSignal();
        var disk = NewSignal();
        _store.Before = async (_, _) =>
        {
            entered.TrySetResult();
            await disk.Task;
        };
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var first = thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        await entered.Task.WaitAsync(Stop);
        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "y", cancellationToken: Stop);
        Assert.False(first.IsCompleted);
        disk.SetResult();
        await first;

        Assert.Single(_store.Offered);
    }

    [Fact]
    public async Task A_store_that_hangs_takes_no_longer_than_the_call_may_and_never_runs_twice_at_once()
    {
        var entered = NewSignal();
        _store.Before = async (_, _) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, Stop);
        };
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken() with { UserId = null }, _store);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var call = thandi.Users.GetStatusAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(40) }, Stop);
        await entered.Task.WaitAsync(Stop);
        _server.Clock.Advance(TimeSpan.FromSeconds(40));
        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        Assert.Single(_store.Offered);

        // Its own time is up: the token is offered again.
        _server.Clock.Advance(TimeSpan.FromSeconds(60));
        _store.Before = (_, _) => Task.CompletedTask;
        await CallUntilAsync(thandi, () => !_store.Saved.IsEmpty);
        Assert.Equal(2, _store.Offered.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_uses_the_client_hears_at_once_that_the_new_token_is_refused_too(bool swallows)
    {
        MxitUserClient? thandi = null;
        _store.Before = async (_, stop) =>
        {
            try
            {
                await thandi!.GetUserInfoAsync(null, stop);
            }
            catch (MxitUnauthorizedException) when (swallows)
            {
            }
        };
        _server.Answer(401, """{"error":"invalid_token"}""");
        using var mxit = _server.Client();
        thandi = mxit.ForUser(_server.UserToken(), _store);

        // Nobody moves the clock: who waited for the time-out would wait for ever.
        await Assert.ThrowsAsync<MxitUnauthorizedException>(() => thandi.Users.GetStatusAsync("thandi", null, Stop));

        Assert.InRange(_server.TokenCalls.Count, 1, 10);
        Assert.InRange(_server.ApiCalls.Count, 2, 30);
    }

    [Fact]
    public async Task What_is_saved_last_is_the_newest_token_also_when_the_store_made_it_renew()
    {
        MxitUserClient? thandi = null;
        _store.Before = async (_, stop) => await thandi!.GetUserInfoAsync(null, stop);
        _server.Api = (request, _) => Task.FromResult(request.Bearer is "user-0" or "user-1"
            ? StubServer.Reply(401, "")
            : StubServer.Reply(200, """{"sub":"m40000000000"}"""));
        using var mxit = _server.Client();
        thandi = mxit.ForUser(_server.UserToken(), _store);

        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);

        Assert.Equal("user-2", thandi.Token.AccessToken);
        Assert.Equal(["user-1", "user-2"], _store.Saved.Select(token => token.AccessToken));
    }

    [Fact]
    public async Task A_function_serves_as_a_store()
    {
        UserToken? saved = null;
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), (token, stop) =>
        {
            Assert.True(stop.CanBeCanceled);
            saved = token;
            return Task.CompletedTask;
        });
        _server.Clock.Advance(TimeSpan.FromHours(2));

        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);

        Assert.Same(thandi.Token, saved);
        Assert.Throws<ArgumentNullException>(
            () => mxit.ForUser(_server.UserToken(), (Func<UserToken, CancellationToken, Task>)null!));
    }

    private static async Task CallUntilItThrowsAsync(MxitUserClient person)
    {
        // The failure is known a moment before the next call can hear of it.
        while (true)
        {
            await person.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        }
    }

    private static async Task CallUntilAsync(MxitUserClient person, Func<bool> isEnough)
    {
        while (!isEnough())
        {
            _ = await Record.ExceptionAsync(
                () => person.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop));
            Stop.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HttpResponseMessage Part(int from, bool breaks)
    {
        var rest = "abcd"u8.ToArray()[from..];
        var response = new HttpResponseMessage(from == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(breaks ? new BreakingStream(rest[..2]) : new MemoryStream(rest)),
        };
        response.Content.Headers.ContentLength = rest.Length;
        response.Headers.TryAddWithoutValidation("ETag", "\"1\"");
        if (from > 0)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-3/4");
        }

        return response;
    }

    private sealed class Store : IUserTokenStore
    {
        private readonly TaskCompletionSource _thrown = NewSignal();
        private int _running;

        /// <summary>What the next calls throw.</summary>
        public ConcurrentQueue<Exception> Errors { get; } = new();

        public ConcurrentQueue<UserToken> Offered { get; } = new();

        public ConcurrentQueue<UserToken> Saved { get; } = new();

        public ConcurrentQueue<Exception> Thrown { get; } = new();

        public Task FirstThrown => _thrown.Task;

        public Func<UserToken, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

        public async Task SaveAsync(UserToken token, CancellationToken cancellationToken)
        {
            Offered.Enqueue(token);
            Assert.Equal(1, Interlocked.Increment(ref _running));
            try
            {
                await Before(token, cancellationToken).WaitAsync(cancellationToken);
                if (Errors.TryDequeue(out var error))
                {
                    Thrown.Enqueue(error);
                    _thrown.TrySetResult();
                    throw error;
                }

                Saved.Enqueue(token);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }
}
