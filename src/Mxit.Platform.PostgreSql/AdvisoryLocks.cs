using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// Who may append to a lane, and who dispatches, is settled by locks of the session: they end with it, after its last
/// transaction has, so that there is never a moment with two owners.
/// </summary>
internal static class AdvisoryLocks
{
    // Any fixed number will do; it only has to differ from other programs' in the same database.
    private const int Class = 0x4D786974;

    private const int Dispatcher = -1;

    public static Task<bool> TryTakeLaneAsync(NpgsqlConnection connection, int lane, CancellationToken cancellationToken) =>
        TryTakeAsync(connection, lane, cancellationToken);

    public static Task<bool> TryTakeDispatcherAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TryTakeAsync(connection, Dispatcher, cancellationToken);

    private static async Task<bool> TryTakeAsync(NpgsqlConnection connection, int number, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Class });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
