using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Streams;

namespace Mxit.Platform.Tests.Streams;

/// <summary>Those who listen for the same read once for all, and nobody reads what is too old.</summary>
public sealed class NewsListenerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly NewsListeners<int> _all = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_stand_at_the_same_place_share_a_page_until_there_are_news()
    {
        using var one = _all.Add("a");
        using var two = _all.Add("a");
        using var other = _all.Add("b");
        var reads = 0;
        Task<int> ReadAsync() => Task.FromResult(Interlocked.Increment(ref reads));

        Assert.Equal((1, 1), (await one.ReadAsync(5, ReadAsync, Stop), await two.ReadAsync(5, ReadAsync, Stop)));
        Assert.Equal(2, await two.ReadAsync(6, ReadAsync, Stop));
        Assert.Equal(3, await other.ReadAsync(5, ReadAsync, Stop));
        _all.Wake(["a"], changes: 0);
        Assert.Equal((4, 4), (await one.ReadAsync(5, ReadAsync, Stop), await two.ReadAsync(5, ReadAsync, Stop)));
        Assert.Equal(3, await other.ReadAsync(5, ReadAsync, Stop));
    }

    [Fact]
    public async Task A_page_that_was_begun_before_the_news_is_not_the_one_that_is_read_after_them()
    {
        using var one = _all.Add("a");
        using var two = _all.Add("a");
        var slow = new TaskCompletionSource<int>();
        var begun = one.ReadAsync(5, () => slow.Task, Stop);

        _all.Wake(["a"], changes: 0);
        Assert.True(await two.WaitAsync(_clock, Stop));
        Assert.Equal(2, await two.ReadAsync(5, () => Task.FromResult(2), Stop));
        slow.SetResult(1);

        // Who had begun before was woken too, and looks again.
        Assert.Equal(1, await begun);
        Assert.True(await one.WaitAsync(_clock, Stop));
        Assert.Equal(2, await one.ReadAsync(5, () => Task.FromResult(3), Stop));
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_fails_those_who_waited_for_it_and_no_others()
    {
        using var one = _all.Add("a");
        using var two = _all.Add("a");
        var slow = new TaskCompletionSource<int>();
        var first = one.ReadAsync(5, () => slow.Task, Stop);
        var second = two.ReadAsync(5, () => Task.FromResult(0), Stop);
        using var leaving = new CancellationTokenSource();
        var gone = two.ReadAsync(5, () => Task.FromResult(0), leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        slow.SetException(new InvalidOperationException("away"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        Assert.Equal(7, await two.ReadAsync(5, () => Task.FromResult(7), Stop));
    }

    [Fact]
    public async Task All_look_at_the_same_moment_and_read_once_then_too()
    {
        var listeners = Enumerable.Range(0, 20).Select(_ => _all.Add("a")).ToList();
        var reads = 0;
        for (var round = 1; round <= 3; round++)
        {
            var waits = listeners.ConvertAll(listener => listener.WaitAsync(_clock, Stop));
            _clock.Advance(TimeSpan.FromSeconds(4));
            Assert.All(await Task.WhenAll(waits), isNews => Assert.False(isNews));
            foreach (var listener in listeners)
            {
                Assert.Equal(round, await listener.ReadAsync(5, () => Task.FromResult(++reads), Stop));
            }
        }

        // Who comes late waits for the moment of the others.
        _clock.Advance(TimeSpan.FromSeconds(3));
        using var late = _all.Add("a");
        var wait = late.WaitAsync(_clock, Stop);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await wait);
        listeners.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public void Whoever_listens_is_there_and_nobody_else()
    {
        Gen.Int[0, 3].Array[0, 40].Sample(steps =>
        {
            var emptied = 0;
            var all = new NewsListeners<int>();
            var open = new Stack<NewsListener<int>>();
            foreach (var step in steps)
            {
                if (step == 0 && open.TryPop(out var listener))
                {
                    listener.Dispose();
                    listener.Dispose();
                    emptied -= open.Count == 0 ? 1 : 0;
                }
                else if (step > 0)
                {
                    open.Push(all.Add("a", _ => emptied++));
                }

                Assert.Equal((open.Count > 0, 0), (all.Contains("a"), emptied));
            }
        });
    }

    [Fact]
    public async Task Coming_and_going_side_by_side_loses_nobody()
    {
        var all = new NewsListeners<int>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var n = 0; n < 2_000; n++)
            {
                using var listener = all.Add("a");
                Assert.True(all.Contains("a"));
                all.Wake(["a"], changes: 1);
                Assert.True(await listener.WaitAsync(TimeProvider.System, Stop));
                Assert.True(listener.Take(1));
            }
        })));

        Assert.Empty(all.Ids);
    }
}
