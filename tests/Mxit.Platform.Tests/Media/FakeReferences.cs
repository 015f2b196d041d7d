using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>A feature that says what it is told to.</summary>
internal sealed class FakeReferences : IMediaReferences
{
    public HashSet<string> Keys { get; } = [];

    /// <summary>For contents, the keys of what is there only because of them.</summary>
    public Dictionary<string, string> Derived { get; } = [];

    public Func<Task>? OnAsk { get; set; }

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await (OnAsk?.Invoke() ?? Task.CompletedTask);
        return [.. keys.Where(key => Keys.Contains(key) || Derived.ContainsValue(key))];
    }

    public Task<IReadOnlyCollection<string>> RemoveDerivedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var gone = Derived.Where(pair => keys.Contains(pair.Key)).ToList();
        gone.ForEach(pair => Derived.Remove(pair.Key));
        return Task.FromResult<IReadOnlyCollection<string>>([.. gone.Select(pair => pair.Value)]);
    }
}

/// <summary>Looks into the storage behind a database.</summary>
internal static class StoredKeys
{
    public static async Task<List<string>> KeysAsync(this TestDatabase database)
    {
        var keys = new List<string>();
        await foreach (var media in database.Services.GetRequiredService<IMediaStorage>().ListAsync(CancellationToken.None))
        {
            keys.Add(media.Key);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
