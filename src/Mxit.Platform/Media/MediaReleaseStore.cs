using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>Finds contents that no row refers to, and deletes them in step with the rows.</summary>
internal sealed class MediaReleaseStore(
    IDbContextFactory<MxitDbContext> contexts, UnitsOfWork units, IMediaStorage storage, IEnumerable<IMediaReferences> references)
{
    private readonly IReadOnlyList<IMediaReferences> _references = [.. references];

    /// <summary>Those of the contents that no row refers to at this moment. None when no feature is there to be asked.</summary>
    public async Task<IReadOnlyCollection<string>> FindUnreferencedAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindUnreferencedAsync(context, keys, cancellationToken);
    }

    /// <summary>Deletes those of the contents that no row refers to, while nobody can come to refer to them.</summary>
    /// <returns>How many were deleted, and the keys of what may go next because of that.</returns>
    public async Task<(int Deleted, IReadOnlyCollection<string> Freed)> DeleteUnreferencedAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await using var work = await units.BeginAsync(cancellationToken);
        await work.HoldAsync([.. keys.Select(MediaKeys.NameOf)], cancellationToken);
        var unreferenced = await FindUnreferencedAsync(work.Context, keys, cancellationToken);
        var freed = new List<string>();
        foreach (var feature in _references)
        {
            freed.AddRange(await feature.RemoveDerivedAsync(work.Context, unreferenced, cancellationToken));
        }

        var deleted = 0;
        foreach (var key in unreferenced)
        {
            deleted += await storage.DeleteAsync(key, cancellationToken) ? 1 : 0;
        }

        await work.CommitAsync(cancellationToken);
        return (deleted, freed);
    }

    private async Task<IReadOnlyCollection<string>> FindUnreferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        if (_references.Count == 0)
        {
            return [];
        }

        var unreferenced = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var feature in _references.TakeWhile(_ => unreferenced.Count > 0))
        {
            unreferenced.ExceptWith(await feature.FindReferencedAsync(context, [.. unreferenced], cancellationToken));
        }

        return unreferenced;
    }
}
