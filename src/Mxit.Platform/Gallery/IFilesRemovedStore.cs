using Mxit.Platform.Data;

namespace Mxit.Platform.Gallery;

/// <summary>
/// A store that writes when files of galleries are deleted, in the same unit of work. Any number of them can be registered, as
/// singletons.
/// </summary>
internal interface IFilesRemovedStore
{
    /// <summary>Writes in a unit of work that holds the gallery, before the files are deleted.</summary>
    Task RemoveFilesAsync(UnitOfWork work, IQueryable<StoredFile> files, CancellationToken cancellationToken);

    /// <summary>
    /// The same when a person or an app is removed with the whole gallery, and so with all else that the store has of them.
    /// </summary>
    Task RemoveOwnerAsync(UnitOfWork work, string ownerId, CancellationToken cancellationToken);
}
