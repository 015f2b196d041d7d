using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// Who may append to a lane, and who dispatches, is settled by locks of the session: they end with it, after its last
/// transaction has, so that there is never a moment with two owners. Names are held by a transaction and end with it.
/// </summary>
internal static class AdvisoryLocks
{
    // Any fixed number will do; it only has to differ from other programs' in the same database.
    private const int Class = 0x4D786974;

    private const int NameClass = Class + 1;

    private const int Dispatcher = -1;

    // All of them, in one order, so that two that wait for each other do not occur. So few that a bulk import, which holds
    // them all, stays far below what the server's lock table has room for.
    private static readonly string HoldNames = $"""
        SELECT pg_advisory_xact_lock({NameClass}, n)
        FROM (SELECT DISTINCT hashtext(name) & 63 AS n FROM unnest(@names) AS name ORDER BY n) AS numbers
        """;

    public static Task<bool> TryTakeLaneAsync(NpgsqlConnection connection, int lane, CancellationToken cancellationToken) =>
        TryTakeAsync(connection, lane, cancellationToken);

    public static Task<bool> TryTakeDispatcherAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TryTakeAsync(connection, Dispatcher, cancellationToken);

    /// <summary>Holds names until the transaction ends.</summary>
    public static Task HoldAsync(
        DatabaseFacade database, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        database.ExecuteSqlRawAsync(
            HoldNames, [new NpgsqlParameter<string[]>("names", [.. names])], cancellationToken);

    private static async Task<bool> TryTakeAsync(NpgsqlConnection connection, int number, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Class });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
