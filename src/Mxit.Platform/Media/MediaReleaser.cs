using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// Has bytes go with the last row that refers to them. Whoever deletes such rows says so here, after the commit.
/// </summary>
internal sealed partial class MediaReleaser
{
    private const int BatchToAsk = 500;

    // Whoever publishes a content whose name is held waits meanwhile.
    private const int BatchToDelete = 50;

    private readonly MediaReleaseStore _store;
    private readonly StorageMonitor _storage;
    private readonly ILogger<MediaReleaser> _logger;

    internal MediaReleaser(MediaReleaseStore store, StorageMonitor storage, ILogger<MediaReleaser> logger) =>
        (_store, _storage, _logger) = (store, storage, logger);

    /// <summary>
    /// Deletes those of the contents that no row refers to any more. What goes wrong is logged and fails nobody: the
    /// <see cref="MediaSweeper"/> finds later what is left.
    /// </summary>
    /// <param name="keys">The keys that deleted rows referred to.</param>
    /// <param name="cancellationToken">
    /// Stops the work. Not for the token of a request: the rows are gone, also when nobody waits for the response any more.
    /// </param>
    public async Task ReleaseAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        try
        {
            await DeleteUnreferencedAsync(keys, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (_storage.Report(failure) is null)
            {
                LogFailure(failure);
            }
        }
    }

    /// <summary>Deletes, after the commit of a unit of work, those of the contents that no row refers to then.</summary>
    public void ReleaseAfter(UnitOfWork work, IReadOnlyCollection<string> keys)
    {
        if (keys.Count > 0)
        {
            work.AfterCommit(() => ReleaseAsync(keys, CancellationToken.None));
        }
    }

    /// <summary>The same, failures and all.</summary>
    /// <returns>How many contents were deleted.</returns>
    internal async Task<int> DeleteUnreferencedAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var next = keys.ToHashSet(StringComparer.Ordinal);
        while (next.Count > 0)
        {
            var current = next;
            next = new HashSet<string>(StringComparer.Ordinal);
            foreach (var some in current.Chunk(BatchToAsk))
            {
                // Most often others still have a content; then nobody needs to wait.
                var unreferenced = await _store.FindUnreferencedAsync(some, cancellationToken);
                foreach (var batch in unreferenced.Chunk(BatchToDelete))
                {
                    var done = await _store.DeleteUnreferencedAsync(batch, cancellationToken);
                    deleted += done.Deleted;
                    next.UnionWith(done.Freed);
                }
            }
        }

        return deleted;
    }

    [LoggerMessage(LogLevel.Error, "Media that nothing refers to could not be removed; the next sweep tries again")]
    private partial void LogFailure(Exception failure);
}
