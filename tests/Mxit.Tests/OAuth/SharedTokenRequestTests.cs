using System.Runtime.CompilerServices;
using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

/// <summary>
/// A token request that many share: it has a limit, it ends when nobody waits, and its failure is always observed.
/// </summary>
public class SharedTokenRequestTests
{
    // How long one attempt to get a token may take.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly StubServer _server = new() { Clock = new PausingClock() };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_for_which_nobody_waits_any_more_ends_and_the_next_call_starts_another()
    {
        var hung = Hang();
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();

        var first = mxit.OAuth.GetAppTokenAsync(["a"], null, cancel.Token);
        var second = mxit.OAuth.GetAppTokenAsync(["a"], null, cancel.Token);
        await hung.Arrived.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await hung.Cancelled.Task.WaitAsync(Stop);
        _server.Tokens = null;
        Assert.Equal("app-1", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task As_long_as_one_waits_it_goes_on()
    {
        var hung = Hang();
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();

        var impatient = mxit.OAuth.GetAppTokenAsync(["a"], null, cancel.Token);
        var patient = mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await hung.Arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        hung.Open.SetResult();

        Assert.Equal("app-1", (await patient).Value);
        Assert.False(hung.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task The_time_out_of_a_call_ends_the_request_for_which_it_alone_waits()
    {
        var hung = Hang();
        using var mxit = _server.Client();

        var call = mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(40) }, Stop);
        await hung.Arrived.Task;
        _server.Clock.Advance(TimeSpan.FromSeconds(40));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        await hung.Cancelled.Task.WaitAsync(Stop);
    }

    [Fact]
    public async Task A_hung_request_is_abandoned_and_another_is_started_for_those_who_wait()
    {
        var hung = Hang(thenAnswer: true);
        var options = _server.Options();
        (options.Timeout, options.MaxRetries) = (Timeout.InfiniteTimeSpan, 1);
        using var mxit = new MxitClient(options);

        var call = mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await hung.Arrived.Task;
        _server.Clock.Advance(Limit);

        Assert.Equal("app-1", (await call).Value);
        await hung.Cancelled.Task.WaitAsync(Stop);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task Without_retries_a_hung_request_fails_by_its_own_limit_and_the_next_call_starts_another()
    {
        var hung = Hang(thenAnswer: true);
        var options = _server.Options();
        options.Timeout = Timeout.InfiniteTimeSpan;
        using var mxit = new MxitClient(options);

        var call = mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await hung.Arrived.Task;
        _server.Clock.Advance(Limit);

        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        Assert.Equal("app-1", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_does_not_listen_to_cancellation_blocks_nobody(bool asPerson)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        _server.Tokens = async (_, _) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
            {
                return _server.NextToken(asPerson ? "user" : "app");
            }

            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, Stop);
            throw new InvalidOperationException();
        };
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();
        var thandi = mxit.ForUser(_server.UserToken());
        _server.Clock.Advance(TimeSpan.FromHours(2));
        Task CallAsync(CancellationToken stop) => asPerson
            ? thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: stop)
            : mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: stop);

        var first = CallAsync(cancel.Token);
        await arrived.Task.WaitAsync(Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _server.Clock.Advance(TimeSpan.FromMinutes(2));

        await CallAsync(Stop);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_renewal_for_which_nobody_waits_goes_on_for_a_while_and_then_ends()
    {
        var hung = Hang();
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();
        var thandi = mxit.ForUser(_server.UserToken());
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var call = thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: cancel.Token);
        await hung.Arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(hung.Cancelled.Task.IsCompleted);
        _server.Clock.Advance(TimeSpan.FromSeconds(30));

        await hung.Cancelled.Task.WaitAsync(Stop);
        _server.Tokens = null;
        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
    }

    [Fact]
    public async Task A_renewal_by_hand_that_is_given_up_is_there_for_the_next_who_asks()
    {
        var hung = Hang();
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();

        var first = mxit.OAuth.RefreshAsync("refresh-0", null, cancel.Token);
        await hung.Arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = mxit.OAuth.RefreshAsync("refresh-0", null, Stop);
        hung.Open.SetResult();

        Assert.Equal("app-1", (await second).AccessToken);
        Assert.Single(_server.TokenCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_failure_of_a_request_that_nobody_waits_for_is_observed(bool asPerson)
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs what)
        {
            if (what.Exception.ToString().Contains(nameof(SharedTokenRequestTests), StringComparison.Ordinal)
                || what.Exception.ToString().Contains("nobody waits for this", StringComparison.Ordinal))
            {
                unobserved.Add(what.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            for (var i = 0; i < 20; i++)
            {
                await LeaveBehindAsync(asPerson);
                Collect();
            }

            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeaveBehindAsync(bool asPerson)
    {
        var server = new StubServer();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Tokens = async (_, _) =>
        {
            arrived.TrySetResult();
            await gate.Task;
            failed.TrySetResult();
            throw new InvalidOperationException("nobody waits for this");
        };
        using var mxit = server.Client();
        using var cancel = new CancellationTokenSource();
        var thandi = mxit.ForUser(server.UserToken());
        server.Clock.Advance(TimeSpan.FromHours(2));
        var call = asPerson
            ? thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: cancel.Token)
            : mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        gate.SetResult();
        await failed.Task;
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private Hung Hang(bool thenAnswer = false)
    {
        var hung = new Hung();
        _server.Tokens = async (_, stop) =>
        {
            if (thenAnswer && hung.Arrived.Task.IsCompleted)
            {
                return _server.NextToken("app");
            }

            hung.Arrived.TrySetResult();
            try
            {
                await hung.Open.Task.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                hung.Cancelled.TrySetResult();
                throw;
            }

            return _server.NextToken("app");
        };
        return hung;
    }

    private sealed class Hung
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
