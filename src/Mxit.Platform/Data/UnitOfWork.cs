using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mxit.Platform.Data;

/// <summary>
/// One piece of work in the database: a context with a transaction, and what is done after the commit. Disposed before the
/// commit, it takes everything back.
/// </summary>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly IDbContextTransaction _transaction;
    private readonly List<Func<Task>> _afterCommit = [];
    private bool _isDisposed;

    private UnitOfWork(IDatabase database, MxitDbContext context, IDbContextTransaction transaction) =>
        (_database, Context, _transaction) = (database, context, transaction);

    /// <summary>What stores read and write with. Services pass the unit of work on to them.</summary>
    public MxitDbContext Context { get; }

    /// <inheritdoc cref="IDatabase.HoldAsync"/>
    public Task HoldAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        _database.HoldAsync(Context, names, cancellationToken);

    /// <summary>Has something done after the commit, and not at all without one.</summary>
    public void AfterCommit(Action action) => AfterCommit(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Has something done after the commit, and not at all without one. Who commits waits for it.</summary>
    public void AfterCommit(Func<Task> action) => _afterCommit.Add(action);

    /// <summary>
    /// Saves and commits, gives the connection back, then does what was to be done afterwards, in the order in which it came.
    /// </summary>
    /// <param name="cancellationToken">Stops the work until the commit, and nothing after it.</param>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Context.SaveChangesAsync(cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
        await DisposeAsync();
        foreach (var action in _afterCommit)
        {
            await action();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Once: the context goes back to its pool, and may belong to somebody else by the second time.
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _transaction.DisposeAsync();
        await Context.DisposeAsync();
    }

    internal static async Task<UnitOfWork> BeginAsync(
        IDatabase database, MxitDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return new UnitOfWork(database, context, await context.Database.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }
}

/// <summary>Begins units of work.</summary>
internal sealed class UnitsOfWork(IDbContextFactory<MxitDbContext> contexts, IDatabase database)
{
    /// <summary>
    /// Begins one. It holds a connection, and on SQLite the only writer, so what can be done before is done before.
    /// </summary>
    public async Task<UnitOfWork> BeginAsync(CancellationToken cancellationToken) => await UnitOfWork.BeginAsync(
        database, await contexts.CreateDbContextAsync(cancellationToken), cancellationToken);
}
