using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// Reads once more when the connection turns out to be lost: those that lie in the pool when PostgreSQL is started again are all
/// of that kind. What writes is not repeated, since it may have been done, unless nothing was sent yet; nor is anything within a
/// transaction.
/// </summary>
internal sealed class ReadAgain(ExecutionStrategyDependencies dependencies) : IExecutionStrategy
{
    public bool RetriesOnFailure => false;

    private DbContext Context => dependencies.CurrentContext.Context;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation,
        Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            return operation(Context, state);
        }
        catch (Exception failure) when (MayReadAgain(failure))
        {
            return operation(Context, state);
        }
    }

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            return await operation(Context, state, cancellationToken);
        }
        catch (Exception failure) when (MayReadAgain(failure))
        {
            return await operation(Context, state, cancellationToken);
        }
    }

    private bool MayReadAgain(Exception failure) =>
        NothingDone.IsNoted(failure) && Context.Database.CurrentTransaction is null && PostgresFailure.IsConnectionLost(failure);

    /// <summary>Notes on an exception that what failed was a query, or the opening of a connection.</summary>
    internal sealed class NothingDone : DbCommandInterceptor, IDbConnectionInterceptor
    {
        private static readonly object Note = new();

        public static bool IsNoted(Exception failure) => failure.Data.Contains(Note);

        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData)
        {
            ArgumentNullException.ThrowIfNull(eventData);
            if (eventData.CommandSource == CommandSource.LinqQuery
                || (eventData.CommandSource == CommandSource.FromSqlQuery && IsReading(command.CommandText)))
            {
                eventData.Exception.Data[Note] = null;
            }
        }

        public override Task CommandFailedAsync(
            DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            CommandFailed(command, eventData);
            return Task.CompletedTask;
        }

        private static bool IsReading(string sql) =>
            sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("WITH RECURSIVE", StringComparison.Ordinal);

        public void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) =>
            eventData.Exception.Data[Note] = null;

        public Task ConnectionFailedAsync(
            DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionFailed(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
