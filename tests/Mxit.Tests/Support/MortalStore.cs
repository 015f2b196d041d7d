namespace Mxit.Tests.Support;

/// <summary>Keeps a checkpoint; from its death on it keeps nothing more, as the disk of a program that was killed.</summary>
internal sealed class MortalStore : IBroadcastCheckpointStore
{
    private int _saves;

    public BroadcastCheckpoint? Kept { get; set; }

    public bool IsDead { get; set; }

    /// <summary>The number of the save in which it dies; the first is 0.</summary>
    public int DiesAt { get; init; } = int.MaxValue;

    /// <summary>It dies after the save rather than before it.</summary>
    public bool DiesAfter { get; init; }

    public Task<BroadcastCheckpoint?> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public Task SaveAsync(BroadcastCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var dies = _saves++ == DiesAt;
        if (!IsDead && (!dies || DiesAfter))
        {
            Kept = checkpoint;
        }

        IsDead |= dies;
        return IsDead ? throw new KilledException() : Task.CompletedTask;
    }

    internal sealed class KilledException : Exception;
}
