using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Mxit.Platform.Data;
using static Mxit.Platform.Tests.Delivery.DeliveryDatabase;

namespace Mxit.Platform.Tests.Delivery;

/// <summary>A database of the version before, with messages in the log and in inboxes, goes on where it was.</summary>
public sealed class DeliveryMigrationTests
{
    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task R_35_an_upgrade_with_messages_in_the_spool_loses_none(DatabaseProvider provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        await MigrateAsync(database, "FileOffers");
        var zone = provider == DatabaseProvider.Sqlite ? "" : "Z";
        var yes = provider == DatabaseProvider.Sqlite ? "1" : "true";
        var no = provider == DatabaseProvider.Sqlite ? "0" : "false";
        string Log(int position, string to, string expires) =>
            $"({position}, 0, '00000000-0000-7000-8000-{position:D12}', 'demo', {yes}, '{to}', 'text {position}', {no}, {yes}, '2026-01-02 03:00:00{zone}', '{expires}{zone}')";
        string Entry(int cursor, string owner, int position, string delivered, string expires) =>
            $"('{owner}', {cursor}, 'demo', {yes}, {position}, '{expires}{zone}', {delivered})";
        const string Later = "2026-01-09 03:00:00";
        const string Soon = "2026-01-02 03:10:00";
        await ExecuteAsync(database, $"""
            INSERT INTO "Messages" ("Position", "Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool", "AcceptedUtc", "ExpiresUtc")
            VALUES {Log(1, $"{Alice},{Bob}", Later)}, {Log(2, Bob, Soon)}, {Log(3, Carol, Later)}, {Log(4, $"{Alice},{Bob}", Later)}
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
