using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// Knows which stored bytes the rows of a feature refer to. Each feature that stores media adds one, its store.
/// </summary>
internal interface IMediaReferences
{
    /// <summary>Those of the keys that a row refers to. Asked in a transaction that holds the names of the keys.</summary>
    /// <param name="context">What to ask with.</param>
    /// <param name="keys">The keys, not too many.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the rows that are there only as long as these contents are, which are about to go, in the transaction that deletes
    /// them.
    /// </summary>
    /// <param name="context">What to delete with.</param>
    /// <param name="keys">The keys of the contents.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The keys that the deleted rows referred to, whose contents may go next.</returns>
    Task<IReadOnlyCollection<string>> RemoveDerivedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<string>>([]);
}
