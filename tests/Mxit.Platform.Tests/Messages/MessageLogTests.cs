using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;
using Npgsql;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Messages;

/// <summary>The statements written by hand, on each database.</summary>
public sealed class MessageLogTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string App = "demo";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_reaches_those_who_have_the_sender(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Alice, App), Has(Bob, App, blocked: true), Has(Carol, App, SubscriptionType.Pending));
        var message = FromApp("hello", Alice, Bob, Carol, "m10000000009");

        var news = await AppendAndDispatchAsync(database, message);

        var entry = Assert.Single(await EntriesAsync(database));
        Assert.Equal((Alice, App, true), (entry.OwnerId, entry.PeerId, entry.Incoming));
        Assert.Equal(message.ExpiresUtc, entry.ExpiresUtc);
        Assert.Equal([Alice], news.NewsFor);
        Assert.Equal(4, news.DispatchedRecipients);
        var logged = await database.QueryAsync(context => context.Set<Message>().SingleAsync());
        Assert.Equal(
            (message.Id, App, true, "hello", message.Recipients, message.AcceptedUtc),
            (logged.Id, logged.SenderId, logged.SenderIsApp, logged.Body, logged.Recipients, logged.AcceptedUtc));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_persons_message_stands_in_both_histories(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Bob, Alice), Has(Alice, Bob));

        var news = await AppendAndDispatchAsync(database, FromPerson(Alice, "hi", Bob, Carol));

        var entries = await EntriesAsync(database);
        var received = Assert.Single(entries, entry => entry.Incoming);
        Assert.Equal((Bob, Alice), (received.OwnerId, received.PeerId));
        Assert.Equal(received.Cursor, Assert.Single(entries, entry => entry.PeerId == Bob).PeerCursor);
        Assert.Null(Assert.Single(entries, entry => entry.PeerId == Carol).PeerCursor);
        Assert.Equal([Alice, Bob], news.NewsFor.Order());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_17_without_spooling_a_message_reaches_only_those_who_are_online(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Alice, App), Has(Bob, App));
        using var online = database.News.Listen(Bob);

        await AppendAndDispatchAsync(database, FromApp("now or never", spool: false, Alice, Bob));

        Assert.Equal(Bob, Assert.Single(await EntriesAsync(database)).OwnerId);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_08_a_key_that_was_used_before_appends_nothing(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        var first = FromApp("once", "key-1", Alice);
        var second = FromApp("twice?", "key-1", Alice);
        var other = FromApp("other", "key-2", Alice);

        await AppendAsync(database, first);
        await AppendAsync(database, second, other);

        Assert.Equal((false, true, false), (first.IsRepeat, second.IsRepeat, other.IsRepeat));
        Assert.Equal(["once", "other"], await BodiesAsync(database));
        var record = await database.QueryAsync(context => context.Set<IdempotencyRecord>().SingleAsync(r => r.Key == "key-1"));
        Assert.Equal(first.Id, record.MessageId);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_08_a_key_may_be_used_anew_when_its_time_is_over(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await AppendAsync(database, FromApp("yesterday", "key", Alice));
        _clock.Advance(TimeSpan.FromHours(24));
        var today = FromApp("today", "key", Alice);

        await AppendAsync(database, today);

        Assert.False(today.IsRepeat);
        Assert.Equal(["yesterday", "today"], await BodiesAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_batch_of_unknown_fate_may_be_written_again(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        PendingMessage[] batch = [FromApp("one", "key", Alice), FromApp("two", Alice)];
        await AppendAsync(database, batch);

        await AppendAsync(database, batch);

        Assert.All(batch, message => Assert.False(message.IsRepeat));
        Assert.Equal(["one", "two"], await BodiesAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_13_the_log_keeps_the_order_of_a_batch_and_of_batches(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Alice, App));
        var texts = Enumerable.Range(0, 500).Select(n => $"{n}").ToArray();
        foreach (var batch in texts.Chunk(77))
        {
            await AppendAsync(database, [.. batch.Select(text => FromApp(text, Alice))]);
        }

        await DispatchAllAsync(database, limit: 13);

        Assert.Equal(texts, await BodiesAsync(database));
        Assert.Equal(texts, await InboxTextsAsync(database, Alice));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Dispatching_stops_behind_a_whole_message_and_goes_on_from_there(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Alice, App), Has(Bob, App), Has(Carol, App));
        await AppendAsync(database, FromApp("1", Alice, Bob, Carol), FromApp("2", Alice, Bob, Carol), FromApp("3", Alice));

        var first = await DispatchOnceAsync(database, limit: 2);
        var second = await DispatchOnceAsync(database, limit: 100);
        var third = await DispatchOnceAsync(database, limit: 100);

        Assert.Equal((3, true), (first.DispatchedRecipients, first.MoreToDispatch));
        Assert.Equal((4, false), (second.DispatchedRecipients, second.MoreToDispatch));
        Assert.Equal((0, false), (third.DispatchedRecipients, third.MoreToDispatch));
        Assert.Equal(["1", "2", "3"], await InboxTextsAsync(database, Alice));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_14_cursors_are_never_given_twice_also_after_the_newest_entries_are_gone(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has(Alice, App));
        await AppendAndDispatchAsync(database, FromApp("1", Alice));
        var before = Assert.Single(await EntriesAsync(database)).Cursor;
        await database.QueryAsync(context => context.Set<InboxEntry>().ExecuteDeleteAsync());

        await AppendAndDispatchAsync(database, FromApp("2", Alice));

        Assert.True(Assert.Single(await EntriesAsync(database)).Cursor > before);
    }

    [Fact]
    public async Task A_number_that_is_drawn_early_and_committed_late_is_not_missed()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.PostgreSql, _clock);
        await database.AddAsync(Has(Alice, App));
        await using var first = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await using var second = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await using var raw = NpgsqlDataSource.Create(await database.QueryAsync(context =>
            Task.FromResult(context.Database.GetConnectionString()!)));
        await using var slow = await raw.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await slow.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool",
                "AcceptedUtc", "ExpiresUtc")
            VALUES (1, gen_random_uuid(), 'demo', true, 'm10000000001', 'late', false, true, now(), '2100-01-01Z')
            """,
            slow);
        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await first.WriteAsync([FromApp("early", Alice)], 0, TestContext.Current.CancellationToken);
        await DispatchAllAsync(database);
        Assert.Equal(["early"], await InboxTextsAsync(database, Alice));

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await DispatchAllAsync(database);

        Assert.Equal(["early", "late"], await InboxTextsAsync(database, Alice));
    }

    [Fact]
    public async Task One_process_at_a_time_dispatches_and_each_writer_has_its_own_lane()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.PostgreSql, _clock);
        await using (var dispatcher = await database.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotNull(dispatcher);
            Assert.Null(await database.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken));
        }

        await using var successor = await database.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(successor);
        await using var one = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await using var two = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await one.WriteAsync([FromApp("a", Alice)], 0, TestContext.Current.CancellationToken);
        await two.WriteAsync([FromApp("b", Alice)], 0, TestContext.Current.CancellationToken);
        var lanes = await database.QueryAsync(context => context.Set<Message>().Select(message => message.Lane).ToListAsync());
        Assert.Equal(2, lanes.Distinct().Count());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_03_durability_is_asserted(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        var found = await ((IDatabase)database.Services.GetService(typeof(IDatabase))!)
            .AssertDurableAsync(TestContext.Current.CancellationToken);
        Assert.Contains(provider == DatabaseBrand.Sqlite ? "journal_mode=wal, synchronous=FULL" : "synchronous_commit=on", found);
    }

    [Fact]
    public async Task R_07_a_postgres_that_may_lose_commits_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.PostgreSql, _clock);
        var connectionString = await database.QueryAsync(context => Task.FromResult(context.Database.GetConnectionString()!));
        var weak = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c synchronous_commit=off" };
        await using var source = NpgsqlDataSource.Create(weak.ConnectionString);

        var refused = await Assert.ThrowsAsync<DatabaseUnusableException>(() =>
            new PostgreSql.PostgresDatabase(source, weak.ConnectionString).AssertDurableAsync(
                TestContext.Current.CancellationToken));

        Assert.Contains("synchronous_commit=off", refused.Message);
    }

    private PendingMessage FromApp(string body, params string[] to) =>
        to[0].StartsWith('m') ? Pending.Message(_clock, App, body, to) : Pending.Message(_clock, App, body, to[1..], key: to[0]);

    private PendingMessage FromApp(string body, bool spool, params string[] to) =>
        Pending.Message(_clock, App, body, to, spool: spool);

    private PendingMessage FromPerson(string from, string body, params string[] to) =>
        Pending.Message(_clock, from, body, to, fromApp: false);

    private static async Task AppendAsync(TestDatabase database, params PendingMessage[] messages)
    {
        await using var writer = await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await writer.WriteAsync(messages, 0, TestContext.Current.CancellationToken);
    }

    private static async Task<WriteResult> AppendAndDispatchAsync(TestDatabase database, params PendingMessage[] messages)
    {
        await AppendAsync(database, messages);
        return await DispatchOnceAsync(database, 1000);
    }

    private static async Task<WriteResult> DispatchOnceAsync(TestDatabase database, int limit)
    {
        // The lock of the dispatcher before is given back when the database notices that its connection is gone.
        await using var dispatcher = database.Log.WriterDispatches
            ? await database.Log.OpenWriterAsync(TestContext.Current.CancellationToken)
            : await WaitFor.ValueAsync(
                async () => await database.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken),
                found => found is not null);
        return await dispatcher!.WriteAsync([], limit, TestContext.Current.CancellationToken);
    }

    private static async Task DispatchAllAsync(TestDatabase database, int limit = 1000)
    {
        while ((await DispatchOnceAsync(database, limit)).MoreToDispatch)
        {
            // Until the end of the log.
        }
    }

    private static Task<List<InboxEntry>> EntriesAsync(TestDatabase database) => database.QueryAsync(context =>
        context.Set<InboxEntry>().AsNoTracking().OrderBy(entry => entry.Cursor).ToListAsync());

    private static Task<List<string>> BodiesAsync(TestDatabase database) => database.QueryAsync(context =>
        context.Set<Message>().OrderBy(message => message.Position).Select(message => message.Body).ToListAsync());

    private static Task<List<string>> InboxTextsAsync(TestDatabase database, string ownerId) => database.QueryAsync(context =>
        context.Set<InboxEntry>().Where(entry => entry.OwnerId == ownerId).OrderBy(entry => entry.Cursor)
            .Join(context.Set<Message>(), entry => entry.MessagePosition, message => message.Position,
                (_, message) => message.Body)
            .ToListAsync());
}
