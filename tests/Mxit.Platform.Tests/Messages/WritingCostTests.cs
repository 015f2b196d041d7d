using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Messages;
using Mxit.Platform.Tests.Kit;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Messages;

/// <summary>What a commit costs on SQLite: the pages that it writes to the write-ahead log.</summary>
public sealed class WritingCostTests
{
    private const string Alice = "m10000000001";
    private const string App = "demo";
    private const int FrameBytes = 4_096 + 24;
    private const int Sends = 200;

    [Fact]
    public async Task A_message_costs_no_more_pages_when_many_are_stored()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.Sqlite, clock);
        await database.AddAsync(Has(Alice, App));
        await using var writer = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await SendAsync(writer, clock);

        var first = await MeasureAsync();
        for (var i = 0; i < 20 * Sends; i += 100)
        {
            clock.Advance(TimeSpan.FromMilliseconds(3));
            await writer.WriteAsync(
                [.. Enumerable.Range(0, 100).Select(_ => Pending.Message(clock, App, "hello", [Alice]))], 100,
                TestContext.Current.CancellationToken);
        }

        // Trees grow by a level now and then. To walk through what is stored, or to write it again, would cost many times as
        // much.
        var last = await MeasureAsync();
        Assert.True(last < 1.5 * first, $"{first} pages for each message at first, {last} with many stored");

        async Task<double> MeasureAsync()
        {
            await database.QueryAsync(context => context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
            for (var i = 0; i < Sends; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(3));
                await SendAsync(writer, clock);
            }

            return new FileInfo(database.SqliteFile + "-wal").Length / (double)FrameBytes / Sends;
        }
    }

    private static async Task SendAsync(IMessageWriter writer, FakeTimeProvider clock)
    {
        var result = await writer.WriteAsync(
            [Pending.Message(clock, App, "hello", [Alice])], 1, TestContext.Current.CancellationToken);
        Assert.Equal([Alice], result.NewsFor);
    }
}
