using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Mxit.Platform.Tests.Profiles;

/// <summary>Counts what EF Core sends to the database, and can hold an answer back between the database and who asked.</summary>
internal sealed class Statements : DbCommandInterceptor
{
    private int _count;
    private TaskCompletionSource? _arrived;
    private TaskCompletionSource? _release;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Holds the next answer back.</summary>
    /// <returns>Ends when the answer is there.</returns>
    public Task HoldNext()
    {
        _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _arrived.Task;
    }

    public void Release() => _release!.SetResult();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _arrived, null) is { } arrived)
        {
            var release = _release!.Task;
            arrived.SetResult();
            await release;
        }

        return result;
    }
}
