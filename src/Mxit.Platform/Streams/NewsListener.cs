namespace Mxit.Platform.Streams;

/// <summary>
/// One who listens for news, until it is disposed. Those who listen for the same read the database once for all.
/// </summary>
internal sealed class NewsListener<TPage> : IDisposable
{
    private readonly NewsGroup<TPage> _group;
    private readonly Action<NewsListener<TPage>> _stop;
    private readonly Signal _signal = new();
    private int _changes;

    internal NewsListener(NewsGroup<TPage> group, Action<NewsListener<TPage>> stop) => (_group, _stop) = (group, stop);

    /// <summary>
    /// Waits until there may be news, or until it is time to look anyway, since a hint may be lost and other processes send
    /// none. News that came since the last wait count.
    /// </summary>
    /// <returns>Whether there may be news.</returns>
    public async Task<bool> WaitAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await _signal.WaitAsync(_group.UntilNextLook(clock), clock, cancellationToken))
        {
            return true;
        }

        _group.Look(clock);
        return false;
    }

    /// <summary>Reads what comes after a cursor, together with all others who stand there.</summary>
    /// <param name="after">The cursor.</param>
    /// <param name="read">Reads it, for whoever comes first.</param>
    /// <param name="cancellationToken">Gives up waiting; others may wait for the same.</param>
    public Task<TPage> ReadAsync(long after, Func<Task<TPage>> read, CancellationToken cancellationToken) =>
        _group.ReadAsync(after, read).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _stop(this);

    internal void Wake(int changes)
    {
        Interlocked.Or(ref _changes, changes);
        _signal.Set();
    }

    /// <summary>Whether one of these changes was told since it was last asked for.</summary>
    internal bool Take(int changes) => (Interlocked.And(ref _changes, ~changes) & changes) != 0;
}
