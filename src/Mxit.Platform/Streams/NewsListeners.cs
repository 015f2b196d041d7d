using System.Collections.Concurrent;

namespace Mxit.Platform.Streams;

/// <summary>Those who listen for news, by the id of the person or app that the news are for.</summary>
internal sealed class NewsListeners<TPage>
{
    private readonly ConcurrentDictionary<string, NewsGroup<TPage>> _groups = new(StringComparer.Ordinal);

    /// <summary>The ids that somebody listens for.</summary>
    public IReadOnlyCollection<string> Ids => [.. _groups.Keys];

    /// <summary>Whether somebody listens for this id.</summary>
    public bool Contains(string id) => _groups.ContainsKey(id);

    /// <summary>Starts to listen.</summary>
    /// <param name="id">The id.</param>
    /// <param name="onEmpty">Called when the last listener of the id has stopped, on the thread that stops.</param>
    public NewsListener<TPage> Add(string id, Action<string>? onEmpty = null)
    {
        while (true)
        {
            var group = _groups.GetOrAdd(id, static _ => new NewsGroup<TPage>());
            var listener = new NewsListener<TPage>(group, stopped => Remove(id, group, stopped, onEmpty));
            if (group.TryAdd(listener))
            {
                return listener;
            }

            // Its last listener has stopped; it is about to be taken out.
            Thread.Yield();
        }
    }

    /// <summary>Wakes everybody who listens for one of these ids.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="changes">What changed besides that there is something to read; the listener is asked for it by
    /// number.</param>
    public void Wake(IReadOnlyCollection<string> ids, int changes)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (_groups.IsEmpty)
        {
            return;
        }

        foreach (var id in ids)
        {
            if (_groups.TryGetValue(id, out var group))
            {
                group.Wake(changes);
            }
        }
    }

    private void Remove(string id, NewsGroup<TPage> group, NewsListener<TPage> listener, Action<string>? onEmpty)
    {
        if (group.RemoveWasLast(listener))
        {
            _groups.TryRemove(KeyValuePair.Create(id, group));
            onEmpty?.Invoke(id);
        }
    }
}
