using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Check;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// Puts millions of old messages into a database, made by the database itself: one for one person each, delivered and read,
/// spread over the crowd, as years of use leave them.
/// </summary>
internal static class StoredMessages
{
    private const string Sqlite = """
        INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool", "AcceptedUtc", "ExpiresUtc")
        WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {1})
        SELECT 0, printf('%08X-%04X-7000-8000-%012X', i / 65536, i % 65536, i), 'demo', 1, printf('m2%010d', i % {2}),
            'A short message, of a length that people write.', 0, 1, '2026-01-01 00:00:00', '2026-01-08 00:00:00' FROM n;

        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "ExpiresUtc", "DeliveredUtc", "ReadUtc")
        WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {1})
        SELECT printf('m2%010d', i % {2}), i + 1, 'demo', 1, i + 1, '2026-01-08 00:00:00', '2026-01-01 00:00:01', '2026-01-01 00:00:02' FROM n;

        INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor")
        WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1000 FROM n WHERE i + 1000 < {1})
        SELECT 0, i + 1, i + 1000, i + 1, i + 1000 FROM n;
        """;

    private const string PostgreSql = """
        INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Spool", "AcceptedUtc", "ExpiresUtc")
        SELECT 0, (lpad(to_hex(i / 65536), 8, '0') || '-' || lpad(to_hex(i % 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
            'demo', true, 'm2' || lpad((i % {2})::text, 10, '0'), 'A short message, of a length that people write.', false, true,
            '2026-01-01Z', '2026-01-08Z' FROM generate_series({0}::bigint, {1}::bigint - 1) AS i ORDER BY i;

        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "ExpiresUtc", "DeliveredUtc", "ReadUtc")
        SELECT 'm2' || lpad((i % {2})::text, 10, '0'), i + 1, 'demo', true, i + 1, '2026-01-08Z', '2026-01-01 00:00:01Z', '2026-01-01 00:00:02Z'
        FROM generate_series({0}::bigint, {1}::bigint - 1) AS i;

        INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor")
        SELECT 0, i + 1, i + 1000, i + 1, i + 1000 FROM generate_series({0}::bigint, {1}::bigint - 1, 1000) AS i;
        """;

    // SQLite goes on from the newest range.
    private const string MoveOnPostgreSql = """
        INSERT INTO "DispatchPositions" ("Lane", "Position") VALUES (0, {0}) ON CONFLICT ("Lane") DO UPDATE SET "Position" = excluded."Position";
        UPDATE "DispatchCursor" SET "LastCursor" = {0};
        """;

    // A transaction of many gigabytes would keep SQLite's log from being folded in.
    private const int Part = 500_000;

    /// <summary>Fills a database that nobody has sent anything in, and that no server has open.</summary>
    public static async Task AddAsync(string folder, string? postgres, int count, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        for (var first = 0; first < count; first += Part)
        {
            var end = Math.Min(count, first + Part);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(context, postgres is null ? Sqlite : PostgreSql, [first, end, Scripts.People], cancellationToken);
            if (postgres is not null)
            {
                await ExecuteAsync(context, MoveOnPostgreSql, [end], cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        if (await context.Set<Message>().MaxAsync(message => message.Position, cancellationToken) != count)
        {
            throw new InvalidOperationException("The database was not fresh: positions do not start at 1.");
        }

        // What PostgreSQL's own upkeep would have done long ago.
        await context.Database.ExecuteSqlRawAsync(postgres is null ? "ANALYZE" : "VACUUM ANALYZE", cancellationToken);
    }

    private static Task<int> ExecuteAsync(
        MxitDbContext context, string sql, object[] numbers, CancellationToken cancellationToken) =>
            context.Database.ExecuteSqlRawAsync(string.Format(CultureInfo.InvariantCulture, sql, numbers), cancellationToken);
}
