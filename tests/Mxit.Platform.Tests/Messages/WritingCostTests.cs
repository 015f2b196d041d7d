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
    public async Task A_message_for_one_person_is_accepted_and_delivered_with_five_pages()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.Sqlite, clock);
        await database.AddAsync(Has(Alice, App));
        await using var writer = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await SendAsync(writer, clock);
        await database.QueryAsync(context => context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));

        for (var i = 0; i < Sends; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(3));
            await SendAsync(writer, clock);
        }

        // The log, the index of ids, the inboxes, their index, the newest range; and a page that is full now and then.
        var pages = new FileInfo(database.SqliteFile + "-wal").Length / (double)FrameBytes / Sends;
        Assert.InRange(pages, 4.9, 5.7);
    }

    private static async Task SendAsync(IMessageWriter writer, FakeTimeProvider clock)
    {
        var result = await writer.WriteAsync([Pending.Message(clock, App, "hello", [Alice])], 1, TestContext.Current.CancellationToken);
        Assert.Equal([Alice], result.NewsFor);
    }
}
