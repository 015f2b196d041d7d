using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Mxit.Platform.Data;
using static Mxit.Platform.Tests.Delivery.DeliveryDatabase;

namespace Mxit.Platform.Tests.Delivery;

/// <summary>A database of the version before, with messages in the log and in inboxes, goes on where it was.</summary>
public sealed class DeliveryMigrationTests
{
    private const string Later = "2026-01-09 03:00:00";
    private const string Soon = "2026-01-02 03:10:00";

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task R_35_an_upgrade_with_messages_in_the_spool_loses_none(DatabaseProvider provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        await MigrateAsync(database, "FileOffers");
        var zone = provider == DatabaseProvider.Sqlite ? "" : "Z";
        var yes = provider == DatabaseProvider.Sqlite ? "1" : "true";
        string Entry(int cursor, string owner, int position, string delivered, string expires) =>
            $"('{owner}', {cursor}, 'demo', {yes}, {position}, '{expires}{zone}', {delivered})";
        await ExecuteAsync(database, $"""
            INSERT INTO "Messages" ("Position", "Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool", "AcceptedUtc", "ExpiresUtc")
            VALUES {Log(provider, 1, $"{Alice},{Bob}", Later)}, {Log(provider, 2, Bob, Soon)}, {Log(provider, 3, Carol, Later)}, {Log(provider, 4, $"{Alice},{Bob}", Later)}
            """);
        await ExecuteAsync(database, $"""
            INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "ExpiresUtc", "DeliveredUtc")
            VALUES {Entry(11, Alice, 1, $"'2026-01-02 03:01:00{zone}'", Later)}, {Entry(12, Bob, 1, "NULL", Later)}, {Entry(13, Bob, 2, "NULL", Soon)}
            """);
        await ExecuteAsync(database, """UPDATE "DispatchCursor" SET "LastCursor" = 13""");
        await ExecuteAsync(database, """INSERT INTO "DispatchPositions" ("Lane", "Position") VALUES (0, 3)""");
        await MigrateAsync(database, null);

        // What was dispatched before keeps its place, and what was not comes behind it.
        await database.DispatchAsync();

        Assert.Equal([$"{Alice} delivered", $"{Bob} accepted"], await database.OutcomesAsync(Id(1)));
        Assert.Equal([$"{Bob} accepted"], await database.OutcomesAsync(Id(2)));
        Assert.Equal([$"{Carol} notAccepted"], await database.OutcomesAsync(Id(3)));
        Assert.Equal([$"{Alice} accepted", $"{Bob} accepted"], await database.OutcomesAsync(Id(4)));
        var bobs = await database.Inner.QueryAsync(context => context.InboxEntries.AsNoTracking()
            .Where(entry => entry.OwnerId == Bob).OrderBy(entry => entry.Cursor).Select(entry => entry.MessagePosition).ToListAsync());
        Assert.Equal([1L, 2L, 4L], bobs);

        // All of it can be acknowledged, and what waited before the upgrade expires as well.
        var cleaner = database.Cleaner();
        database.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await cleaner.CleanAsync(TestContext.Current.CancellationToken));
        await database.MarkAsync(Alice);
        await database.MarkAsync(Bob);
        Assert.Equal([$"{Alice} delivered", $"{Bob} delivered"], await database.OutcomesAsync(Id(1)));
        Assert.Equal([$"{Bob} expired"], await database.OutcomesAsync(Id(2)));
        Assert.Equal([$"{Alice} delivered", $"{Bob} delivered"], await database.OutcomesAsync(Id(4)));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task What_was_dispatched_before_an_upgrade_is_not_dispatched_again_though_nothing_is_left_of_it(DatabaseProvider provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        await MigrateAsync(database, "FileOffers");
        await ExecuteAsync(database, $"""
            INSERT INTO "Messages" ("Position", "Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool", "AcceptedUtc", "ExpiresUtc")
            VALUES {Log(provider, 1, Bob, Later)}, {Log(provider, 2, Bob, Later)}
            """);
        await ExecuteAsync(database, """UPDATE "DispatchCursor" SET "LastCursor" = 13""");
        await ExecuteAsync(database, """INSERT INTO "DispatchPositions" ("Lane", "Position") VALUES (0, 1)""");
        await MigrateAsync(database, null);

        await database.DispatchAsync();

        var bobs = await database.Inner.QueryAsync(context => context.InboxEntries.AsNoTracking()
            .Where(entry => entry.OwnerId == Bob).Select(entry => new { entry.Cursor, entry.MessagePosition }).ToListAsync());
        var entry = Assert.Single(bobs);
        Assert.Equal((14L, 2L), (entry.Cursor, entry.MessagePosition));
    }

    private static string Log(DatabaseProvider provider, int position, string to, string expires)
    {
        var (zone, yes, no) = provider == DatabaseProvider.Sqlite ? ("", "1", "0") : ("Z", "true", "false");
        return $"({position}, 0, '{Id(position)}', 'demo', {yes}, '{to}', 'text {position}', {no}, {yes}, '2026-01-02 03:00:00{zone}', '{expires}{zone}')";
    }

    private static Guid Id(int position) => Guid.Parse($"00000000-0000-7000-8000-{position:D12}");

    private static Task<int> ExecuteAsync(DeliveryDatabase database, string sql) =>
        database.Inner.QueryAsync(context => context.Database.ExecuteSqlRawAsync(sql));

    private static Task<int> MigrateAsync(DeliveryDatabase database, string? target) => database.Inner.QueryAsync(async context =>
    {
        await context.GetService<IMigrator>().MigrateAsync(
            target is null ? null : context.Database.GetMigrations().Single(name => name.EndsWith($"_{target}", StringComparison.Ordinal)));
        return 0;
    });
}
