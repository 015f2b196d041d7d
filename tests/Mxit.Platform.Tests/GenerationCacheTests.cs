namespace Mxit.Platform.Tests;

public sealed class GenerationCacheTests
{
    [Fact]
    public void What_is_kept_outlives_a_generation_and_what_is_not_is_forgotten()
    {
        var cache = new GenerationCache<string>(capacity: 4);
        cache.Set("kept", "1");
        cache.Set("looked at", "2");
        for (var turn = 0; turn < 2; turn++)
        {
            cache.Rotate();
            Assert.Equal("1", cache.Find("kept", keep: true));
            Assert.Equal(turn == 0 ? "2" : null, cache.Find("looked at", keep: false));
        }

        cache.Remove("kept");
        Assert.Null(cache.Find("kept", keep: true));
    }

    [Fact]
    public async Task What_was_removed_does_not_come_back_by_a_reader_who_keeps_it()
    {
        const string Key = "m10000000001";
        var cache = new GenerationCache<object>(capacity: 1_000);
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                cache.Find(Key, keep: true);
            }
        })).ToList();

        var cameBack = 0;
        for (var turn = 0; turn < 500_000; turn++)
        {
            cache.Set(Key, new object());
            cache.Rotate();
            cache.Remove(Key);
            cameBack += cache.Find(Key, keep: false) is null ? 0 : 1;
        }

        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(0, cameBack);
        Assert.Null(cache.Find(Key, keep: false));
    }
}
