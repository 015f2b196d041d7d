using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Server;

namespace Mxit.Check;

/// <summary>
/// Holds the store of a server that has stopped against its rows: no row without bytes, no bytes that are not those of their
/// name, and, after a sweep a few days later, no bytes without a row.
/// </summary>
internal static class StoreCheck
{
    /// <summary>Checks it. Leaves the store swept.</summary>
    public static async Task<StoreResult> RunAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build(
            [$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)],
            builder => builder.Services.AddSingleton<TimeProvider>(new LaterClock()));
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var storage = app.Services.GetRequiredService<IMediaStorage>();
        var references = app.Services.GetServices<IMediaReferences>().ToList();
        var faults = new List<string>();
        var keys = await context.Set<StoredFile>().Select(row => row.Key).Distinct().ToListAsync(cancellationToken);
        foreach (var key in keys)
        {
            if (!await storage.ExistsAsync(key, cancellationToken))
            {
                faults.Add($"a row refers to {key}, which is not stored");
            }
        }

        foreach (var usage in await context.Set<GalleryUsage>().ToListAsync(cancellationToken))
        {
            var files = context.Set<StoredFile>().Where(row => row.OwnerId == usage.OwnerId);
            var (bytes, count) = (
                await files.SumAsync(row => row.Size, cancellationToken), await files.CountAsync(cancellationToken));
            if ((bytes, count) != (usage.Bytes, usage.Files))
            {
                faults.Add(
                    $"the gallery of {usage.OwnerId} has {count} files of {bytes} bytes, and {usage.Files} of {usage.Bytes} " +
                    $"are written down");
            }
        }

        var stored = await ListAsync(storage, cancellationToken);
        foreach (var key in stored)
        {
            await using var content = await storage.OpenOrNullAsync(key, cancellationToken);
            if (content is null || Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != key)
            {
                faults.Add($"the bytes of {key} are broken");
            }
        }

        var orphans = await FindOrphansAsync(stored, references, context, cancellationToken);
        var beside = Path.Combine(folder, "media", "tmp");
        var leftovers = Directory.GetFiles(beside).Length;
        await app.Services.GetRequiredService<MediaSweeper>().SweepAsync(cancellationToken);

        var left = await ListAsync(storage, cancellationToken);
        faults.AddRange(
            (await FindOrphansAsync(left, references, context, cancellationToken)).Select(
                key => $"{key} has no row and was not swept"));
        faults.AddRange(stored.Except(left).Except(orphans).Select(key => $"{key} had a row and was swept"));
        faults.AddRange(Directory.GetFiles(beside).Select(file => $"the leftover {Path.GetFileName(file)} was not swept"));
        return new StoreResult(leftovers, orphans.Count, faults);
    }

    private static async Task<List<string>> ListAsync(IMediaStorage storage, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var media in storage.ListAsync(cancellationToken))
        {
            keys.Add(media.Key);
        }

        return keys;
    }

    private static async Task<List<string>> FindOrphansAsync(
        List<string> keys, List<IMediaReferences> references, MxitDbContext context, CancellationToken cancellationToken)
    {
        var orphans = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var batch in keys.Chunk(500))
        {
            foreach (var feature in references)
            {
                orphans.ExceptWith(await feature.FindReferencedAsync(context, batch, cancellationToken));
            }
        }

        return [.. orphans];
    }

    // By then what crashes have left is old.
    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(3);
    }
}

/// <param name="Leftovers">How many broken uploads lay beside the store.</param>
/// <param name="Orphans">How many contents had no row.</param>
/// <param name="Faults">What should not be.</param>
internal sealed record StoreResult(int Leftovers, int Orphans, IReadOnlyList<string> Faults);
