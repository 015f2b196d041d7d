using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>Puts contents into a storage without a row.</summary>
internal static class StorageSaving
{
    public static async Task<(string Key, long Length)> SaveAsync(this IMediaStorage storage, Stream content)
    {
        await using var staged = await storage.StageAsync(content, long.MaxValue, CancellationToken.None);
        await staged.PublishAsync(CancellationToken.None);
        return (staged.Key, staged.Length);
    }
}
