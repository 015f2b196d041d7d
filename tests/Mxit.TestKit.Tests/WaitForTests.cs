namespace Mxit.TestKit.Tests;

public sealed class WaitForTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_when_the_condition_comes_true()
    {
        var reads = 0;
        Assert.Equal(3, await WaitFor.ValueAsync(() => Task.FromResult(++reads), read => read == 3, cancellationToken: Stop));
    }

    [Fact]
    public async Task It_gives_up_and_says_what_was_expected_and_what_was_there()
    {
        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => WaitFor.ValueAsync(
            () => Task.FromResult(41), answer => answer == 42, TimeSpan.FromMilliseconds(30), Stop));

        Assert.Contains("answer == 42", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("41", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        var waiting = WaitFor.ConditionAsync(() => false, cancellationToken: stop.Token);
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
