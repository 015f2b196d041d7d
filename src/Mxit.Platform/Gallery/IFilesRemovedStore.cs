using Mxit.Platform.Data;

namespace Mxit.Platform.Gallery;

/// <summary>
/// A store that writes when files of galleries are deleted, in the same transaction: both are durable, or neither. Any number of them
/// can be registered, as singletons.
/// </summary>
internal interface IFilesRemovedStore
{
    /// <summary>
    /// Writes with the context, whose transaction is open and holds the row of what the gallery takes up, before the files are deleted;
    /// committing is up to the caller.
    /// </summary>
    /// <param name="context">What to write with.</param>
    /// <param name="files">The files.</param>
    /// <param name="keys">Gets the keys of the contents that the rows of the store refer to no more.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>To be called once the transaction has committed: wakes whoever has to know.</returns>
    Task<Action> RemoveFilesAsync(
        MxitDbContext context, IQueryable<StoredFile> files, ICollection<string> keys, CancellationToken cancellationToken);

    /// <summary>The same when a person or an app is removed with the whole gallery, and so with all else that the store has of them.</summary>
    /// <param name="context">What to write with.</param>
    /// <param name="ownerId">The user id, or the service name.</param>
    /// <param name="keys">Gets the keys of the contents that the rows of the store refer to no more.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>To be called once the transaction has committed: wakes whoever has to know.</returns>
    Task<Action> RemoveOwnerAsync(
        MxitDbContext context, string ownerId, ICollection<string> keys, CancellationToken cancellationToken);
}
