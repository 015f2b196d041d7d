using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;
using static Mxit.Platform.Tests.Delivery.DeliveryDatabase;

namespace Mxit.Platform.Tests.Delivery;

/// <summary>Messages past their time: what is removed, what is counted, and when the clock is not to be trusted.</summary>
public sealed class ExpiredMessageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task R_18_only_what_is_past_its_time_and_was_not_delivered_is_removed_and_counted(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        var cleaner = database.Cleaner();
        var counted = 0L;
        using var meter = new MeterListener();
        var meters = database.Get<IMeterFactory>();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == ExpiredMessageCleaner.CounterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        meter.Start();
        var early = await database.SendAsync(Minute, Alice, Bob);
        await database.MarkAsync(Alice);
        var late = await database.SendAsync(TimeSpan.FromDays(7), Alice, Bob);

        Assert.Equal(1, await CleanSteadilyAsync(database, cleaner));

        Assert.Equal(1, counted);
        Assert.Equal([$"{Alice} delivered", $"{Bob} expired"], await database.OutcomesAsync(early));
        Assert.Equal([$"{Alice} accepted", $"{Bob} accepted"], await database.OutcomesAsync(late));
        Assert.Equal(3, await database.Inner.QueryAsync(context => context.Set<InboxEntry>().CountAsync()));
        Assert.Equal(["delivered", "expired"], (await database.ChangesAsync()).Select(change => change.State));

        // Nothing is removed twice, and what is gone cannot be acknowledged.
        Assert.Equal(0, await CleanSteadilyAsync(database, cleaner));
        await database.MarkAsync(Bob);
        Assert.Equal([$"{Alice} delivered", $"{Bob} expired"], await database.OutcomesAsync(early));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_18_many_are_removed_in_batches_each_in_a_transaction_of_its_own(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        var cleaner = database.Cleaner();
        const int Rounds = 3;
        for (var round = 0; round < Rounds; round++)
        {
            await database.AppendAsync(100, Minute, Alice, Bob);

            // Each dispatcher begins ranges of its own.
            await database.DispatchAsync();
        }

        database.Clock.Advance(Minute);
        var store = database.Get<ExpiredMessageStore>();
        var now = database.Clock.GetStoredUtcNow();
        var batches = new List<int>();
        while (await store.RemoveNextAsync(now, TestContext.Current.CancellationToken) is { } batch)
        {
            batches.Add(batch.Count);
            Assert.All(batch.SenderIds, sender => Assert.Equal(App, sender));
        }

        Assert.True(batches.Count >= Rounds, $"{batches.Count} batches");
        Assert.Equal(Rounds * 200, batches.Sum());
        Assert.Equal(0, await database.Inner.QueryAsync(context => context.Set<InboxEntry>().CountAsync()));
        Assert.Equal(Rounds * 200, await database.Inner.QueryAsync(context => context.Set<DeliveryFailure>().CountAsync()));
        Assert.Equal(0, await CleanSteadilyAsync(database, cleaner));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_18_a_message_that_expired_in_the_log_is_seen_by_nobody_and_its_sender_hears_so(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        var cleaner = database.Cleaner();
        var id = await database.AppendAsync(Minute, Alice);
        database.Clock.Advance(TimeSpan.FromDays(8));
        await database.DispatchAsync();

        Assert.Equal([$"{Alice} expired"], await database.OutcomesAsync(id));
        await database.MarkAsync(Alice, isRead: true);
        Assert.Equal([$"{Alice} expired"], await database.OutcomesAsync(id));
        Assert.Equal(1, await CleanSteadilyAsync(database, cleaner));
        Assert.Equal([$"{Alice} expired"], await database.OutcomesAsync(id));
        Assert.Equal("expired", Assert.Single(await database.ChangesAsync()).State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_20_a_clock_that_jumps_ahead_and_back_removes_nothing(DatabaseBrand provider)
    {
        var clock = new JumpingClock();
        await using var database = await DeliveryDatabase.CreateAsync(provider, clock: clock);
        var cleaner = database.Cleaner();
        var id = await database.SendAsync(TimeSpan.FromDays(1), Alice);
        Assert.Equal(0, await CleanSteadilyAsync(database, cleaner));

        clock.Jump = TimeSpan.FromDays(30);
        Assert.Equal(0, await cleaner.CleanAsync(TestContext.Current.CancellationToken));
        Assert.Equal([$"{Alice} expired"], await database.OutcomesAsync(id));
        clock.Jump = TimeSpan.Zero;
        Assert.Equal(0, await CleanSteadilyAsync(database, cleaner));
        Assert.Equal([$"{Alice} accepted"], await database.OutcomesAsync(id));

        // A time that lasts is believed.
        clock.Jump = TimeSpan.FromDays(30);
        Assert.Equal(1, await CleanSteadilyAsync(database, cleaner));
        Assert.Equal([$"{Alice} expired"], await database.OutcomesAsync(id));
    }

    // As its timer does it: every ten seconds, for three minutes.
    private static async Task<int> CleanSteadilyAsync(DeliveryDatabase database, ExpiredMessageCleaner cleaner)
    {
        var removed = 0;
        for (var round = 0; round < 18; round++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(10));
            removed += await cleaner.CleanAsync(TestContext.Current.CancellationToken);
        }

        return removed;
    }

    private sealed class JumpingClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
        /// <summary>What the time of day is ahead of the timer.</summary>
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
