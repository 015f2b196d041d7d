namespace Mxit;

/// <summary>
/// Keeps the checkpoint of one broadcast. <see cref="FileBroadcastCheckpointStore"/> is one; a row of your own database is another.
/// </summary>
public interface IBroadcastCheckpointStore
{
    /// <summary>The checkpoint that was saved last; <see langword="null"/> when there is none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<BroadcastCheckpoint?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts a checkpoint in place of the one before. It must be durable before this returns, and a crash in the middle must leave the
    /// one before or this one. Called before batches are sent, about once for each batch, never twice at once. What it throws ends the
    /// broadcast.
    /// </summary>
    /// <param name="checkpoint">What to save.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SaveAsync(BroadcastCheckpoint checkpoint, CancellationToken cancellationToken);
}
