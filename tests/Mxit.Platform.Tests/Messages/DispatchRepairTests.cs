using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Messages;
using Mxit.Platform.Tests.Delivery;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;
using Npgsql;
using static Mxit.Platform.Tests.Delivery.DeliveryDatabase;

namespace Mxit.Platform.Tests.Messages;

/// <summary>
/// What somebody else has broken of the message path: it is told and mended, no message is lost, and none arrives twice.
/// </summary>
public sealed class DispatchRepairTests : IDisposable
{
    private const string Mended = "rows were mended";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly Warnings _warnings = new();

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _warnings.Dispose();

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_right_stays_as_it_is_also_with_refused_messages_and_several_lanes(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await SendAsync(database, "1", Alice, Bob);
        await SendAsync(database, "2", Carol);
        if (provider == DatabaseBrand.PostgreSql)
        {
            await AppendOnTwoLanesAsync(database);
        }

        await database.DispatchAsync();
        await database.AppendAsync(Week, Alice);
        var before = await StateAsync(database);

        await OpenAndCloseAsync(database);
        await OpenAndCloseAsync(database);

        Assert.Equal(before, await StateAsync(database));
        Assert.Empty(_warnings.Lines);
    }

    // As two servers on one folder left it: the one that began first went on with a range that begins before the other one's.
    [Theory, MemberData(nameof(Databases))]
    public async Task Ranges_that_overlap_are_made_one_and_everything_arrives_once(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var ids = new List<Guid>();
        foreach (var text in (string[])["1", "2", "3", "4"])
        {
            ids.Add(await SendAsync(database, text, Alice, Bob));
        }

        await ExecuteAsync(
            database,
            """
            UPDATE "DispatchRanges" SET "LastPosition" = (SELECT MAX("LastPosition") FROM "DispatchRanges"),
                "LastCursor" = (SELECT MAX("LastCursor") FROM "DispatchRanges")
            WHERE "FirstPosition" = (SELECT MIN("FirstPosition") FROM "DispatchRanges")
            """);
        await ExecuteAsync(
            database,
            """DELETE FROM "DispatchRanges" WHERE "FirstPosition" > (SELECT MIN("FirstPosition") + 1 FROM "DispatchRanges")""");

        ids.Add(await SendAsync(database, "5", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3", "4", "5"], ids);
        Assert.Contains(_warnings.Lines, line => line.Contains(Mended, StringComparison.Ordinal));
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_newest_range_that_is_missing_is_made_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        List<Guid> ids = [await SendAsync(database, "1", Alice, Bob), await SendAsync(database, "2", Alice, Bob)];
        await ExecuteAsync(
            database,
            """DELETE FROM "DispatchRanges" WHERE "FirstPosition" = (SELECT MAX("FirstPosition") FROM "DispatchRanges")""");

        ids.Add(await SendAsync(database, "3", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3"], ids);
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task All_ranges_that_are_missing_are_made_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        List<Guid> ids = [await SendAsync(database, "1", Alice, Bob), await SendAsync(database, "2", Alice, Bob)];
        await ExecuteAsync(database, """DELETE FROM "DispatchRanges" """);

        ids.Add(await SendAsync(database, "3", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3"], ids);
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_range_that_is_missing_between_others_is_made_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        List<Guid> ids =
        [
            await SendAsync(database, "1", Alice, Bob), await SendAsync(database, "2", Alice, Bob),
            await SendAsync(database, "3", Alice, Bob),
        ];
        await ExecuteAsync(
            database,
            """
            DELETE FROM "DispatchRanges" WHERE "FirstPosition" > (SELECT MIN("FirstPosition") FROM "DispatchRanges")
                AND "FirstPosition" < (SELECT MAX("FirstPosition") FROM "DispatchRanges")
            """);

        ids.Add(await SendAsync(database, "4", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3", "4"], ids);
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_that_nobody_got_is_not_dispatched_again_when_its_range_is_missing(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await SendAsync(database, "1", Alice);
        var refused = await SendAsync(database, "2", Carol);
        await ExecuteAsync(
            database,
            """DELETE FROM "DispatchRanges" WHERE "FirstPosition" = (SELECT MAX("FirstPosition") FROM "DispatchRanges")""");
        if (provider == DatabaseBrand.PostgreSql)
        {
            await ExecuteAsync(database, """UPDATE "DispatchPositions" SET "Position" = "Position" - 1""");
        }

        await SendAsync(database, "3", Alice);

        Assert.Equal(["1", "3"], await TextsAsync(database, Alice));
        Assert.Equal([$"{Carol} notAccepted notContact"], await database.OutcomesAsync(refused));
        Assert.Single(await database.ChangesAsync());
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_end_far_ahead_of_the_log_lets_no_message_fall_behind_it(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        List<Guid> ids = [await SendAsync(database, "1", Alice, Bob)];
        await ExecuteAsync(database, """UPDATE "DispatchRanges" SET "LastPosition" = "LastPosition" + 100""");
        if (provider == DatabaseBrand.PostgreSql)
        {
            await ExecuteAsync(database, """UPDATE "DispatchPositions" SET "Position" = "Position" + 100""");
        }

        ids.Add(await SendAsync(database, "2", Alice, Bob));
        ids.Add(await SendAsync(database, "3", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3"], ids);
        await AssertRightAsync(database);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_cursor_ahead_of_the_ranges_is_not_given_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        List<Guid> ids = [await SendAsync(database, "1", Alice, Bob)];
        var last = await database.Inner.QueryAsync(context => context.Set<InboxEntry>().MaxAsync(entry => entry.Cursor));
        await database.Inner.AddAsync(Foreign(last + 1), Foreign(last + 40));

        ids.Add(await SendAsync(database, "2", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2"], ids);
        var cursors = await database.Inner.QueryAsync(context => context.Set<InboxEntry>()
            .Join(context.Set<Message>(), entry => entry.MessagePosition, message => message.Position,
                (entry, message) => new { entry.Cursor, message.Body })
            .Where(row => row.Body == "2").Select(row => row.Cursor).ToListAsync());
        Assert.All(cursors, cursor => Assert.True(cursor > last + 40));
        await AssertRightAsync(database);
    }

    // The old entries would show the new text, and the new message would not be dispatched.
    [Theory, MemberData(nameof(Databases))]
    public async Task Positions_are_not_given_again_when_the_end_of_the_log_is_missing(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await SendAsync(database, "1", Alice, Bob);
        await SendAsync(database, "2", Alice, Bob);
        await ExecuteAsync(database, """DELETE FROM "Messages" WHERE "Body" = '2'""");
        if (provider == DatabaseBrand.PostgreSql)
        {
            await ExecuteAsync(database, """SELECT setval(pg_get_serial_sequence('"Messages"', 'Position'), 1)""");
        }

        await SendAsync(database, "3", Alice);
        await SendAsync(database, "4", Alice);

        Assert.Equal(["1", "3", "4"], await TextsAsync(database, Alice));
        Assert.Equal(["1"], await TextsAsync(database, Bob));
        await AssertRightAsync(database);
    }

    [Fact]
    public async Task On_SQLite_a_position_that_was_passed_while_a_writer_works_is_noticed_and_the_next_writer_does_better()
    {
        await using var database = await CreateAsync(DatabaseBrand.Sqlite);
        await SendAsync(database, "1", Alice);
        await SendAsync(database, "2", Alice);
        await using var writer = await database.Inner.Log.OpenWriterAsync(Stop);
        await ExecuteAsync(database, """DELETE FROM "Messages" WHERE "Body" = '2'""");
        var message = Pending.Message(database.Clock, App, "3", [Alice]);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync([message], 0, Stop));
        await using (var next = await database.Inner.Log.OpenWriterAsync(Stop))
        {
            await next.WriteAsync([message], 100, Stop);
        }

        Assert.Equal(["1", "3"], await TextsAsync(database, Alice));
    }

    [Fact]
    public async Task On_SQLite_two_writers_in_turn_go_on_where_the_other_one_stopped()
    {
        await using var database = await CreateAsync(DatabaseBrand.Sqlite);
        await using var one = await database.Inner.Log.OpenWriterAsync(Stop);
        await using var other = await database.Inner.Log.OpenWriterAsync(Stop);

        for (var n = 0; n < 10; n++)
        {
            await (n % 2 == 0 ? one : other).WriteAsync(
                [Pending.Message(database.Clock, App, $"{n}", [Alice, Carol])], 100, Stop);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], await TextsAsync(database, Alice));
        await AssertRightAsync(database);
        Assert.Empty(_warnings.Lines);
    }

    [Theory]
    [InlineData(DatabaseBrand.Sqlite, """DELETE FROM "DeliveryCounter" """)]
    [InlineData(DatabaseBrand.PostgreSql, """DELETE FROM "DeliveryCounter" """)]
    [InlineData(DatabaseBrand.Sqlite, """UPDATE "DeliveryCounter" SET "LastChange" = 1""")]
    [InlineData(DatabaseBrand.PostgreSql, """UPDATE "DeliveryCounter" SET "LastChange" = 1""")]
    public async Task The_counter_of_changes_is_put_behind_all_that_there_are(DatabaseBrand provider, string damage)
    {
        await using var database = await CreateAsync(provider);
        await SendAsync(database, "1", Alice, Carol);
        await database.MarkAsync(Alice);
        await SendAsync(database, "2", Carol);
        var before = (await database.ChangesAsync()).Max(change => change.Cursor);
        await ExecuteAsync(database, damage);

        await SendAsync(database, "3", Carol);

        Assert.Equal(before + 1, Assert.Single(await database.ChangesAsync(before)).Cursor);
        await AssertRightAsync(database);
    }

    [Theory]
    [InlineData("""DELETE FROM "DispatchCursor" """)]
    [InlineData("""UPDATE "DispatchCursor" SET "LastCursor" = 1""")]
    [InlineData("""DELETE FROM "DispatchPositions" """)]
    [InlineData("""UPDATE "DispatchPositions" SET "Position" = 0""")]
    [InlineData("""DELETE FROM "DispatchPositions"; DELETE FROM "DispatchRanges"; DELETE FROM "DispatchCursor" """)]
    [InlineData("""SELECT setval(pg_get_serial_sequence('"Messages"', 'Position'), 1, false)""")]
    [InlineData("""
        UPDATE "DispatchPositions" SET "Position" = "Position" + 50; UPDATE "DispatchRanges" SET "LastPosition" = "LastPosition" + 50;
        SELECT setval(pg_get_serial_sequence('"Messages"', 'Position'), 1, false)
        """)]
    public async Task On_PostgreSQL_each_row_that_says_how_far_it_is_may_be_missing_or_wrong(string damage)
    {
        await using var database = await CreateAsync(DatabaseBrand.PostgreSql);
        List<Guid> ids = [await SendAsync(database, "1", Alice, Bob), await SendAsync(database, "2", Alice, Bob)];
        await ExecuteAsync(database, damage);

        ids.Add(await SendAsync(database, "3", Alice, Bob));
        ids.Add(await SendAsync(database, "4", Alice, Bob));

        await AssertAllArrivedAsync(database, ["1", "2", "3", "4"], ids);
        await AssertRightAsync(database);
    }

    [Fact]
    public async Task On_PostgreSQL_a_second_dispatcher_makes_nothing_arrive_twice()
    {
        await using var database = await CreateAsync(DatabaseBrand.PostgreSql);
        await database.AppendAsync(Week, Alice);
        await using var first = await database.Inner.Log.OpenDispatcherAsync(Stop);

        // As a pooler that gives each transaction another connection lets it happen: the lock of the session is somewhere else.
        // The second one holds the cursor, so that the first has read the log already when the second is done.
        await using var source = NpgsqlDataSource.Create(await ConnectionStringAsync(database));
        await using var second = await source.OpenConnectionAsync(Stop);
        await using var transaction = await second.BeginTransactionAsync(Stop);
        await using (var hold = new NpgsqlCommand("""SELECT 1 FROM "DispatchCursor" FOR UPDATE""", second))
        {
            await hold.ExecuteNonQueryAsync(Stop);
        }

        var late = first!.WriteAsync([], 100, Stop).AsTask();
        await WaitFor.ConditionAsync(async () =>
        {
            await using var waiting = source.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            return await waiting.ExecuteScalarAsync(Stop) is > 0L;
        });
        await using (var move = new NpgsqlCommand(
            """
            UPDATE "DispatchPositions" SET "Position" = (SELECT MAX("Position") FROM "Messages");
            UPDATE "DispatchCursor" SET "LastCursor" = 1
            """,
            second))
        {
            await move.ExecuteNonQueryAsync(Stop);
        }

        await transaction.CommitAsync(Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() => late);
        Assert.Empty(await TextsAsync(database, Alice));
    }

    private static InboxEntry Foreign(long cursor) => new()
    {
        OwnerId = "m19999999999",
        Cursor = cursor,
        PeerId = "somebody",
        Incoming = true,
        MessagePosition = 1,
        ExpiresUtc = DateTime.UnixEpoch,
    };

    private static Task<Guid> SendAsync(DeliveryDatabase database, string text, params string[] to) =>
        SendAsync(database, [Pending.Message(database.Clock, App, text, to)]);

    private static async Task<Guid> SendAsync(DeliveryDatabase database, params PendingMessage[] messages)
    {
        await using (var writer = await database.Inner.Log.OpenWriterAsync(Stop))
        {
            await writer.WriteAsync(messages, 0, Stop);
        }

        await database.DispatchAsync();
        return messages[0].Id;
    }

    private static async Task AppendOnTwoLanesAsync(DeliveryDatabase database)
    {
        await using var one = await database.Inner.Log.OpenWriterAsync(Stop);
        await using var two = await database.Inner.Log.OpenWriterAsync(Stop);
        for (var n = 0; n < 6; n++)
        {
            await (n % 3 == 0 ? one : two).WriteAsync(
                [Pending.Message(database.Clock, App, $"lane {n}", [Alice, Carol])], 0, Stop);
        }
    }

    // A dispatcher mends before it begins.
    private static async Task OpenAndCloseAsync(DeliveryDatabase database)
    {
        await using var dispatcher = database.Inner.Log.WriterDispatches
            ? await database.Inner.Log.OpenWriterAsync(Stop)
            : await WaitFor.ValueAsync(
                async () => await database.Inner.Log.OpenDispatcherAsync(Stop), found => found is not null);
    }

    private static Task<int> ExecuteAsync(DeliveryDatabase database, string sql) =>
        database.Inner.QueryAsync(context => context.Database.ExecuteSqlRawAsync(sql));

    private static Task<string> ConnectionStringAsync(DeliveryDatabase database) =>
        database.Inner.QueryAsync(context => Task.FromResult(context.Database.GetConnectionString()!));

    private static Task<List<string>> TextsAsync(DeliveryDatabase database, string ownerId) =>
        database.Inner.QueryAsync(context =>
            context.Set<InboxEntry>().Where(entry => entry.OwnerId == ownerId).OrderBy(entry => entry.Cursor)
                .Join(context.Set<Message>(), entry => entry.MessagePosition, message => message.Position,
                    (_, message) => message.Body)
                .ToListAsync());

    private static Task<string> StateAsync(DeliveryDatabase database) => database.Inner.QueryAsync(async context =>
    {
        var ranges = await context.Set<DispatchRange>().AsNoTracking().OrderBy(range => range.Lane).ThenBy(
            range => range.FirstPosition)
            .Select(range => $"{range.Lane}: {range.FirstPosition}-{range.LastPosition} {range.FirstCursor}-{range.LastCursor}")
            .ToListAsync(Stop);
        var counter = await context.Set<DeliveryCounter>().AsNoTracking().SingleAsync(Stop);
        return $"{string.Join(", ", ranges)}; {counter.LastChange}";
    });

    // Each text once, in order, for Alice and for Bob, and its sender finds out what became of each.
    private static async Task AssertAllArrivedAsync(DeliveryDatabase database, string[] texts, IEnumerable<Guid> ids)
    {
        Assert.Equal(texts, await TextsAsync(database, Alice));
        Assert.Equal(texts, await TextsAsync(database, Bob));
        await database.MarkAsync(Alice);
        foreach (var id in ids)
        {
            Assert.Equal([$"{Alice} delivered", $"{Bob} accepted"], await database.OutcomesAsync(id));
        }
    }

    // Nothing is left to mend, and ranges do not overlap.
    private async Task AssertRightAsync(DeliveryDatabase database)
    {
        var before = _warnings.Lines.Count;
        await OpenAndCloseAsync(database);
        Assert.Equal(before, _warnings.Lines.Count);
        var ranges = await database.Inner.QueryAsync(context =>
            context.Set<DispatchRange>().AsNoTracking()
                .OrderBy(range => range.Lane).ThenBy(range => range.FirstPosition).ToListAsync());
        foreach (var lane in ranges.GroupBy(range => range.Lane))
        {
            Assert.All(lane.Zip(lane.Skip(1)), pair => Assert.True(pair.First.LastPosition < pair.Second.FirstPosition));
        }

        Assert.All(
            await database.Inner.QueryAsync(
                context => MessageOnItsWay.From(context.Set<Message>(), context.Set<DispatchRange>())
                    .Select(row => row.IsDispatched).ToListAsync()),
            Assert.True);
    }

    private Task<DeliveryDatabase> CreateAsync(DatabaseBrand provider) => DeliveryDatabase.CreateAsync(
        provider,
        services => services.AddLogging(logging => logging.AddProvider(_warnings).AddFilter<Warnings>("Mxit", LogLevel.Warning)));
}
