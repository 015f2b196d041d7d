namespace Mxit;

/// <summary>
/// Stores the checkpoint of one broadcast, in a file (<see cref="FileBroadcastCheckpointStore"/>) or in your own database.
/// </summary>
public interface IBroadcastCheckpointStore
{
    /// <summary>Loads the last saved checkpoint; <see langword="null"/> when there is none.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<BroadcastCheckpoint?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Saves a checkpoint in place of the previous one. It must be durable when this returns, and a crash must leave either the
    /// previous checkpoint or this one. Called before batches are sent, about once for each batch, never concurrently. An
    /// exception ends the broadcast.
    /// </summary>
    /// <param name="checkpoint">What to save.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task SaveAsync(BroadcastCheckpoint checkpoint, CancellationToken cancellationToken);
}
