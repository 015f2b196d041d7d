using System.Collections.Concurrent;

namespace Mxit.Tests.Support;

/// <summary>A token cache that several clients share, and that can be broken.</summary>
internal sealed class MemoryTokenCache : MxitTokenCache
{
    public ConcurrentDictionary<string, AccessToken> Kept { get; } = new();

    public ConcurrentQueue<string> Removed { get; } = new();

    /// <summary>What happens before each access.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    public override async ValueTask<AccessToken?> GetAsync(string key, CancellationToken cancellationToken)
    {
        await Before();
        return Kept.GetValueOrDefault(key);
    }

    public override async ValueTask SetAsync(string key, AccessToken token, CancellationToken cancellationToken)
    {
        await Before();
        Kept[key] = token;
    }

    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        await Before();
        Removed.Enqueue(key);
        Kept.TryRemove(key, out _);
    }
}
