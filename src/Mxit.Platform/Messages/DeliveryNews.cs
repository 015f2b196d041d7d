namespace Mxit.Platform.Messages;

/// <summary>
/// Tells those who listen that something became of a message of theirs. A hint: whoever misses it reads the same from the database.
/// Unlike <see cref="MessageNews"/> it makes nobody present.
/// </summary>
public sealed class DeliveryNews
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Subscription>> _listeners = new(StringComparer.Ordinal);
    private volatile int _count;

    /// <summary>Starts to listen, until the subscription is disposed.</summary>
    /// <param name="senderId">A user id, or the service name of an app.</param>
    public Subscription Listen(string senderId)
    {
        var subscription = new Subscription(this, senderId);
        lock (_lock)
        {
            if (!_listeners.TryGetValue(senderId, out var all))
            {
                _listeners[senderId] = all = [];
            }

            all.Add(subscription);
            _count++;
        }

        return subscription;
    }

    /// <summary>Wakes everybody who listens for one of these senders.</summary>
    public void Publish(IReadOnlyCollection<string> senderIds)
    {
        ArgumentNullException.ThrowIfNull(senderIds);
        if (_count == 0 || senderIds.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var senderId in senderIds)
            {
                _listeners.GetValueOrDefault(senderId)?.ForEach(static listener => listener.Wake());
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            if (_listeners.TryGetValue(subscription.SenderId, out var all) && all.Remove(subscription))
            {
                _count--;
                if (all.Count == 0)
                {
                    _listeners.Remove(subscription.SenderId);
                }
            }
        }
    }

    /// <summary>One listener.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly DeliveryNews _news;
        private readonly Signal _signal = new();

        internal Subscription(DeliveryNews news, string senderId) => (_news, SenderId) = (news, senderId);

        internal string SenderId { get; }

        /// <summary>Waits until there may be news, or until the time is over. News that came since the last wait count.</summary>
        /// <returns>Whether there may be news.</returns>
        public Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken) =>
            _signal.WaitAsync(atMost, clock, cancellationToken);

        /// <inheritdoc/>
        public void Dispose() => _news.Remove(this);

        internal void Wake() => _signal.Set();
    }
}
