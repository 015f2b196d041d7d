namespace Mxit.Internal;

/// <summary>Remembers values for a fixed time. Not thread-safe: the owner locks.</summary>
internal sealed class ExpiringMap<TValue>(TimeSpan life, TimeProvider timeProvider)
{
    private readonly Dictionary<string, (TValue Value, long Added)> _values = new(StringComparer.Ordinal);

    // In the order of expiry, because all values have the same lifetime. Removal needs no search.
    private readonly Queue<(string Key, long Added)> _order = new();

    public bool TryGet(string key, out TValue? value)
    {
        Forget();
        var found = _values.TryGetValue(key, out var entry);
        value = entry.Value;
        return found;
    }

    public void Set(string key, TValue value)
    {
        Forget();
        var now = timeProvider.GetTimestamp();
        _values[key] = (value, now);
        _order.Enqueue((key, now));
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest.Added) >= life)
        {
            _ = _order.Dequeue();
            if (_values.TryGetValue(oldest.Key, out var entry) && entry.Added == oldest.Added)
            {
                _ = _values.Remove(oldest.Key);
            }
        }
    }
}
