using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.RateLimits;

namespace Mxit.Platform.Tests.RateLimits;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void After_the_burst_one_request_comes_back_in_each_interval()
    {
        var limit = new RateLimit<string>("app", perSecond: 2, burst: 3, _clock);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => limit.Take("a").IsAllowed));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => limit.Take("a").IsAllowed));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, limit.Take("a").Remaining);
    }

    [Fact]
    public async Task Many_at_once_never_get_more_than_the_burst()
    {
        var limit = new RateLimit<string>("app", perSecond: 1, burst: 100, _clock);

        var takes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Count(_ => limit.Take("a").IsAllowed))));

        Assert.Equal(100, takes.Sum());
    }

    [Fact]
    public async Task Forgetting_idle_callers_gives_nobody_more_than_the_burst()
    {
        var limit = new RateLimit<string>("app", perSecond: 1, burst: 50, _clock);
        limit.Take("a");
        limit.ReleaseIdle();
        Assert.Equal(48, limit.Take("a").Remaining);
        _clock.Advance(TimeSpan.FromSeconds(2));
        limit.ReleaseIdle();

        using var stop = new CancellationTokenSource();
        var releasing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                limit.ReleaseIdle();
            }
        });
        var takes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Count(_ => limit.Take("a").IsAllowed))));
        await stop.CancelAsync();
        await releasing;

        Assert.Equal(50, takes.Sum());
    }

    [Fact]
    public void The_slowest_rate_and_the_largest_burst_go_together()
    {
        var limit = new RateLimit<string>("app", perSecond: 0.000_001, burst: 1_000_000, _clock);

        Assert.Equal(999_999, limit.Take("a").Remaining);
    }
}
