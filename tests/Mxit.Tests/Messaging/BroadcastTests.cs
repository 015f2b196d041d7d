using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messaging;

/// <summary>What a broadcast sends, in which batches, at which pace, and what it tells.</summary>
public class BroadcastTests
{
    private static readonly OutgoingMessage Hello = new() { From = "demo", Body = "canary text" };

    private readonly PausingClock _clock = new();
    private readonly StubServer _stub;
    private readonly BroadcastServer _server;

    public BroadcastTests()
    {
        _stub = new StubServer { Clock = _clock };
        _server = new BroadcastServer(_stub);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_gets_one_result_and_batches_have_keys_that_follow_from_the_id_and_their_number()
    {
        using var mxit = _stub.Client();

        var results = await SendAsync(mxit, People(120), new BroadcastOptions { BroadcastId = "spring" });

        Assert.Equal(People(120), results.Select(result => result.Recipient.Value).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.True(result is { Status: BroadcastStatus.Sent, MessageId: not null, Error: null }));
        Assert.Equal(
            ["spring.0", "spring.1", "spring.2"], _stub.ApiCalls.Select(sent => sent.Header("Idempotency-Key")).Order(
                StringComparer.Ordinal));
        Assert.Equal(People(120), _server.Delivered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_an_id_every_broadcast_has_keys_of_its_own()
    {
        using var mxit = _stub.Client();

        await SendAsync(mxit, People(1));
        await SendAsync(mxit, People(1));

        Assert.Equal(2, _stub.ApiCalls.Select(sent => sent.Header("Idempotency-Key")).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_is_no_request_and_no_result()
    {
        using var mxit = _stub.Client();

        Assert.Empty(await SendAsync(mxit, []));

        Assert.Empty(_stub.ApiCalls);
    }

    [Fact]
    public async Task Unknown_people_and_ids_that_cannot_be_one_are_told_apart_and_do_not_keep_the_others_from_their_message()
    {
        _server.Unknown.UnionWith(["m2", "m4", "m5"]);
        using var mxit = _stub.Client();

        var results = await SendAsync(
            mxit, ["m1", "m2", "m1", "a,b", "m4", "m5", "", "m 6", "m7"],
            new BroadcastOptions { BatchSize = 4, MaxConcurrency = 1 });

        Assert.Equal(
            ["m1 Sent", "m2 Unknown", "m1 Sent", "a,b Failed", "m4 Unknown", "m5 Unknown", " Failed", "m 6 Failed", "m7 Sent"],
            results.Select(result => $"{result.Recipient} {result.Status}"));
        Assert.All(
            results.Where(result => result.Status == BroadcastStatus.Failed),
            result => Assert.IsType<ArgumentException>(result.Error));
        Assert.Equal(["m1", "m7"], _server.Delivered);
        Assert.NotNull(results[0].MessageId);
        Assert.Equal(3, _stub.ApiCalls.Count);
    }

    [Fact]
    public async Task A_batch_without_anybody_to_send_to_is_not_sent()
    {
        using var mxit = _stub.Client();

        Assert.Equal(BroadcastStatus.Failed, Assert.Single(await SendAsync(mxit, ["a,b"])).Status);

        Assert.Empty(_stub.ApiCalls);
    }

    [Fact]
    public async Task Retry_After_stops_all_batches_and_fewer_are_sent_at_once_afterwards()
    {
        _server.Fault = number => number == 40 ? BroadcastFault.TooMany : BroadcastFault.None;
        var progress = new Told();

        // What comes after the 429 waits until the broadcast has seen it, so that enough is left to grow again.
        var arrived = 0;
        _server.Before = async (_, stop) =>
        {
            await Task.Yield();
            if (Interlocked.Increment(ref arrived) > 41)
            {
                await progress.Paused.WaitAsync(stop);
            }
        };
        using var mxit = _stub.Client();

        var results = await SendAsync(
            mxit, People(100), new BroadcastOptions { BatchSize = 1, MaxConcurrency = 8, Progress = progress });

        Assert.All(results, result => Assert.Equal(BroadcastStatus.Sent, result.Status));
        Assert.Contains(TimeSpan.FromSeconds(7), _clock.Pauses);
        var told = progress.All.FindIndex(one => one.Pause > TimeSpan.Zero);
        Assert.True(progress.All[told].Concurrency < progress.All[told - 1].Concurrency);
        Assert.True(progress.All[^1].Concurrency > progress.All[told].Concurrency);
        Assert.Equal((100, 100), (progress.All[^1].Sent, progress.All[^1].Done));
    }

    [Fact]
    public async Task While_the_server_wants_a_pause_nothing_is_sent()
    {
        var clock = new WatchedClock();
        var stub = new StubServer { Clock = clock };
        var server = new BroadcastServer(stub)
        {
            Fault = number => number == 0 ? BroadcastFault.TooMany : BroadcastFault.None,
            Before = (_, _) => Task.CompletedTask,
        };
        using var mxit = stub.Client();
        await using var results = mxit.Messaging.BroadcastAsync(
            Hello, People(3).ToUserIds(), new BroadcastOptions { BatchSize = 1, MaxConcurrency = 1 }, Stop)
                .GetAsyncEnumerator(Stop);

        var first = results.MoveNextAsync().AsTask();
        await clock.Pausing.Task.WaitAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(first.IsCompleted);
        Assert.Single(stub.ApiCalls);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(await first);
        Assert.Equal(2, stub.ApiCalls.Count);
        Assert.Empty(server.Delivered.Except(People(3)));
    }

    [Fact]
    public async Task Never_more_requests_at_once_than_allowed()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        _server.Before = async (_, _) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Yield();
            lock (gate)
            {
                now--;
            }
        };
        using var mxit = _stub.Client();

        await SendAsync(mxit, People(300), new BroadcastOptions { BatchSize = 1, MaxConcurrency = 3 });

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_source_is_read_only_as_far_as_there_are_requests_for_it()
    {
        var (read, taken) = (0, 0);
        const int AtOnce = 4;
        const int Size = 10;
        var furthest = 0;
        async IAsyncEnumerable<UserId> Endless()
        {
            while (true)
            {
                await Task.Yield();
                furthest = Math.Max(furthest, read - Volatile.Read(ref taken));
                yield return $"m{read++}";
            }
        }

        using var mxit = _stub.Client();
        await foreach (var result in mxit.Messaging.BroadcastAsync(
            Hello, Endless(), new BroadcastOptions { BatchSize = Size, MaxConcurrency = AtOnce }, Stop))
        {
            if (++taken == 5_000)
            {
                break;
            }
        }

        Assert.Equal(5_000, taken);
        Assert.InRange(furthest, Size, (AtOnce + 1) * Size * 2);
    }

    [Fact]
    public async Task A_batch_that_hangs_does_not_let_the_others_run_away()
    {
        var store = new MortalStore();
        _server.Before = async (sent, stop) =>
        {
            await Task.Yield();
            if (sent.Header("Idempotency-Key") == "slow.0")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
        };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var mxit = _stub.Client();
        var results = new List<BroadcastResult>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in mxit.Messaging.BroadcastAsync(
                Hello,
                People(10_000).ToUserIds(),
                new BroadcastOptions { BroadcastId = "slow", BatchSize = 1, MaxConcurrency = 2, Checkpoints = store },
                cancel.Token))
            {
                results.Add(result);
                if (results.Count == 15)
                {
                    await cancel.CancelAsync();
                }
            }
        });

        Assert.Equal(15, results.Count);
        Assert.Equal(0, store.Kept!.CompletedBatches);
        Assert.InRange(store.Kept.CompletedBeyond.Count, 14, 15);
    }

    [Fact]
    public async Task A_server_error_that_lasts_fails_its_batch_only()
    {
        _server.Fault = number => number is >= 1 and <= 3 ? BroadcastFault.ErrorBefore : BroadcastFault.None;
        using var mxit = _stub.Client();

        var results = await SendAsync(
            mxit, People(4), new BroadcastOptions { BatchSize = 1, MaxConcurrency = 1, MaxRetries = 2 });

        var failed = Assert.Single(results, result => result.Status == BroadcastStatus.Failed);
        Assert.IsType<MxitApiException>(failed.Error);
        Assert.Equal(People(4).Except([failed.Recipient.Value]), _server.Delivered);
    }

    [Fact]
    public async Task A_refused_app_stops_the_broadcast_after_what_is_under_way_and_a_resume_goes_on()
    {
        var refused = true;
        _server.Fault = number => refused && number >= 5 ? BroadcastFault.Refuse : BroadcastFault.None;
        var options = new BroadcastOptions { BatchSize = 2, Checkpoints = new MortalStore() };
        using var mxit = _stub.Client();

        await Assert.ThrowsAsync<MxitUnauthorizedException>(() => SendAsync(mxit, People(60), options));
        refused = false;
        _clock.Advance(TimeSpan.FromDays(3));
        var rest = await SendAsync(mxit, People(60), options);

        Assert.All(rest, result => Assert.Equal(BroadcastStatus.Sent, result.Status));
        Assert.Equal(People(60), _server.Delivered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_stops_the_broadcast_and_a_resume_finds_out_what_became_of_it()
    {
        var down = true;
        _server.Fault = number => down && number >= 3 ? BroadcastFault.BreakAfter : BroadcastFault.None;
        var options = new BroadcastOptions { BatchSize = 2, Checkpoints = new MortalStore(), MaxRetries = 2 };
        using var mxit = _stub.Client();

        await Fails.WithAsync(MxitErrorReason.Connection, () => SendAsync(mxit, People(60), options));
        down = false;
        var rest = await SendAsync(mxit, People(60), options);

        Assert.All(rest, result => Assert.Equal(BroadcastStatus.Sent, result.Status));
        Assert.Equal(People(60), _server.Delivered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Wrong_options_are_all_named_before_anything_is_sent()
    {
        using var mxit = _stub.Client();
        var wrong = new BroadcastOptions
        {
            BroadcastId = "two words",
            BatchSize = 501,
            MaxConcurrency = 0,
            MaxRetries = 21,
            KeyLifetime = TimeSpan.Zero,
        };

        var failure = Assert.Throws<ArgumentException>(
            () => mxit.Messaging.BroadcastAsync(Hello, People(1).ToUserIds(), wrong, Stop));

        Assert.All(
            ["BroadcastId", "BatchSize", "MaxConcurrency", "MaxRetries", "KeyLifetime"],
            name => Assert.Contains(name, failure.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(
            () => mxit.Messaging.BroadcastAsync(
                new OutgoingMessage { From = "demo", Body = "" }, People(1).ToUserIds(), null, Stop));
        Assert.DoesNotContain("canary", Hello.ToString(), StringComparison.Ordinal);
        var results = mxit.Messaging.BroadcastAsync(Hello, People(1).ToUserIds(), null, Stop);
        await results.CountAsync(Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await results.CountAsync(Stop));
        Assert.Single(_stub.ApiCalls);
    }

    private static async Task<List<BroadcastResult>> SendAsync(
        MxitClient mxit, IEnumerable<string> people, BroadcastOptions? options = null) =>
            await mxit.Messaging.BroadcastAsync(Hello, people.ToUserIds(), options, Stop).ToListAsync(Stop);

    private static IEnumerable<string> People(int count) =>
        Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"m{number:D11}"));

    private sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
        public TaskCompletionSource Pausing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(7))
            {
                Pausing.TrySetResult();
            }

            return timer;
        }
    }

    private sealed class Told : IProgress<BroadcastProgress>
    {
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<BroadcastProgress> All { get; } = [];

        public Task Paused => _paused.Task;

        public void Report(BroadcastProgress value)
        {
            All.Add(value);
            if (value.Pause > TimeSpan.Zero)
            {
                _paused.TrySetResult();
            }
        }
    }
}
