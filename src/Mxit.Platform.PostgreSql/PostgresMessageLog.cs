using Mxit.Platform.Messages;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// The message path on PostgreSQL: a few writers, each on a lane of its own, and one dispatcher.
/// </summary>
/// <remarks>
/// Numbers of a sequence do not become visible in their order when several transactions draw them. Within a lane they do,
/// because one session at a time holds the lane; so the dispatcher keeps its position lane by lane and misses nothing.
/// Order between a sender's two messages holds across lanes as well: the second number is drawn after the first commit, and
/// the dispatcher reads all lanes in one statement, in the order of the numbers.
/// </remarks>
internal sealed class PostgresMessageLog(
    string connectionString, DispatchRepairStore repair, IPresence presence, SpoolLimits limits, TimeProvider clock) : IMessageLog
{
    // Enough for many servers on one database; a lane without a writer costs one look-up a pass.
    private const int MaxLanes = 64;

    /// <inheritdoc/>
    public int Writers => 2;

    /// <inheritdoc/>
    public bool WriterDispatches => false;

    /// <inheritdoc/>
    public async Task<IMessageWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        try
        {
            for (var lane = 0; lane < MaxLanes; lane++)
            {
                if (await AdvisoryLocks.TryTakeLaneAsync(connection, lane, cancellationToken))
                {
                    return await PostgresAppender.OpenAsync(connection, lane, clock, cancellationToken);
                }
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        throw new InvalidOperationException($"All {MaxLanes} lanes of the message log are taken by other writers.");
    }

    /// <inheritdoc/>
    public async Task<IMessageWriter?> OpenDispatcherAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        try
        {
            if (await AdvisoryLocks.TryTakeDispatcherAsync(connection, cancellationToken))
            {
                var remembered = new PostgresDispatchEnd(connection);
                await remembered.RaiseAsync(
                    await repair.RunAsync(await remembered.ReadAsync(cancellationToken), cancellationToken), cancellationToken);
                return new PostgresDispatcher(connection, presence, limits, clock);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    // Outside of the pool: a pooled connection would keep its locks when it is given back.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
