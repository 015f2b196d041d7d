using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Mxit.Platform.Tests;

public sealed class IdTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_grow_also_within_a_millisecond_and_when_the_clock_goes_back()
    {
        var clock = new FakeTimeProvider(Start);
        var ids = new Ids(clock);
        var made = new List<Guid>();
        for (var number = 0; number < 20_000; number++)
        {
            made.Add(ids.NewId());
            if (number % 1_000 == 0)
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        clock.AdjustTime(Start);
        made.Add(ids.NewId());

        Assert.Equal(made.Select(id => id.ToString()).Order(StringComparer.Ordinal), made.Select(id => id.ToString()));
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void An_id_is_a_UUIDv7_of_its_time()
    {
        var id = new Ids(new FakeTimeProvider(Start)).NewId();

        Assert.Equal((7, 0x8), (id.Version, id.Variant & 0xC));
        Assert.Equal(Guid.CreateVersion7(Start).ToString()[..13], id.ToString()[..13]);
    }

    [Fact]
    public async Task Many_at_a_time_get_different_ids()
    {
        var ids = new Ids(TimeProvider.System);
        var made = new ConcurrentBag<Guid>();
        await Parallel.ForAsync(0, 8, async (_, _) =>
        {
            await Task.Yield();
            for (var number = 0; number < 5_000; number++)
            {
                made.Add(ids.NewId());
            }
        });

        Assert.Equal(40_000, made.Distinct().Count());
    }

    [Fact]
    public void User_ids_and_secrets_have_their_form()
    {
        var ids = new Ids(TimeProvider.System);
        for (var number = 0; number < 1_000; number++)
        {
            Assert.Matches("^m[1-9][0-9]{10}$", ids.NewUserId());
            Assert.Matches("^[0-9a-f]{32}$", ids.NewSecret());
        }
    }
}
