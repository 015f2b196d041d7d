namespace Mxit.Platform.Sqlite;

/// <summary>
/// Lets one writer at a time into the database. SQLite would make the others wait too, but by trying again after a pause,
/// and beside a writer that commits without a break they would never find the gap. Here they stand in the queue.
/// </summary>
internal sealed class SqliteWriteGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal void Enter(CancellationToken cancellationToken) => _gate.Wait(cancellationToken);

    internal Task EnterAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    internal Task<bool> TryEnterAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _gate.WaitAsync(limit, cancellationToken);

    internal void Leave() => _gate.Release();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
