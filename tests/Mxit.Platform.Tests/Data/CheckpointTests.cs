using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Messages;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Data;

/// <summary>What is written goes from SQLite's log into the file beside the writer, and the log begins anew.</summary>
public sealed class CheckpointTests
{
    private const long MiB = 1_048_576;

    // A little more than what the checkpointer waits for (32 MiB), far less than what makes a commit do it itself (64 MiB).
    private const long Round = 34 * MiB;

    [Fact]
    public async Task The_log_is_folded_into_the_file_without_waiting_for_a_commit_to_do_it_and_begins_anew()
    {
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.Sqlite, clock);
        await using var writer = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);

        for (var round = 1; round <= 3; round++)
        {
            await WriteAsync(writer, clock);

            // Only a checkpoint makes the file itself longer. Some pages were written to the log several times.
            var least = round * 28 * MiB;
            await WaitFor.ConditionAsync(() => new FileInfo(database.SqliteFile).Length > least);
        }

        // Had it not begun anew, all of it would stand there, or what makes a commit do it.
        var log = new FileInfo(database.SqliteFile + "-wal").Length;
        Assert.True(log < 60 * MiB, $"{log} bytes of log after {3 * Round} that were written");
    }

    private static async Task WriteAsync(IMessageWriter writer, FakeTimeProvider clock)
    {
        const int Body = 256 * 1_024;
        for (var written = 0; written < Round; written += Body)
        {
            var message = Pending.Message(clock, "demo", new string('x', Body), ["m10000000001"]);
            await writer.WriteAsync([message], 0, TestContext.Current.CancellationToken);
        }
    }
}
