using System.Collections.Concurrent;

namespace Mxit.Platform.Messages;

/// <summary>Who is connected now. A hint in memory: losing it loses no message.</summary>
public interface IPresence
{
    /// <summary>Whether at least one program of this person listens for news.</summary>
    bool IsOnline(string userId);
}

/// <summary>
/// Tells those who listen that somebody's history grew, or their contacts changed. A hint: whoever misses it reads the same from
/// the database, messages by cursor.
/// </summary>
public sealed class MessageNews : IPresence
{
    private readonly ConcurrentDictionary<string, Listeners> _listeners = new(StringComparer.Ordinal);

    /// <summary>Somebody's last program has stopped to listen. Called on the thread that stops; a handler must be quick.</summary>
    public event Action<string>? WentOffline;

    /// <inheritdoc/>
    public bool IsOnline(string userId) => _listeners.ContainsKey(userId);

    /// <summary>The user ids of all who are online at the moment.</summary>
    public IReadOnlyCollection<string> ListOnline() => [.. _listeners.Keys];

    /// <summary>Starts to listen; the person is online until the subscription is disposed.</summary>
    public Subscription Listen(string userId)
    {
        var subscription = new Subscription(this, userId);
        _listeners.AddOrUpdate(
            userId,
            static (_, added) => new Listeners([added]),
            static (_, present, added) => new Listeners([.. present.All, added]),
            subscription);
        return subscription;
    }

    /// <summary>Wakes everybody who listens for one of these people.</summary>
    public void Publish(IReadOnlyCollection<string> userIds) => Wake(userIds, contacts: false);

    /// <summary>Wakes everybody who listens for one of these people, and says that their contacts changed.</summary>
    public void PublishContacts(IReadOnlyCollection<string> userIds) => Wake(userIds, contacts: true);

    private void Wake(IReadOnlyCollection<string> userIds, bool contacts)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        if (_listeners.IsEmpty)
        {
            return;
        }

        foreach (var userId in userIds)
        {
            if (_listeners.TryGetValue(userId, out var listeners))
            {
                foreach (var listener in listeners.All)
                {
                    listener.Wake(contacts);
                }
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        while (_listeners.TryGetValue(subscription.UserId, out var present))
        {
            var rest = present.All.Where(other => other != subscription).ToArray();
            var done = rest.Length == 0
                ? _listeners.TryRemove(new KeyValuePair<string, Listeners>(subscription.UserId, present))
                : _listeners.TryUpdate(subscription.UserId, new Listeners(rest), present);
            if (done)
            {
                if (rest.Length == 0)
                {
                    WentOffline?.Invoke(subscription.UserId);
                }

                return;
            }
        }
    }

    /// <summary>One listener.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly MessageNews _news;

        private readonly Signal _signal = new();

        private int _contactsChanged;

        internal Subscription(MessageNews news, string userId)
        {
            _news = news;
            UserId = userId;
        }

        internal string UserId { get; }

        /// <summary>Waits until there may be news, or until the time is over. News that came since the last wait count.</summary>
        /// <returns>Whether there may be news.</returns>
        public Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken) =>
            _signal.WaitAsync(atMost, clock, cancellationToken);

        /// <inheritdoc/>
        public void Dispose() => _news.Remove(this);

        /// <summary>Whether the person's contacts changed since it was last asked.</summary>
        public bool TakeContactsChanged() => Interlocked.Exchange(ref _contactsChanged, 0) == 1;

        internal void Wake(bool contacts)
        {
            if (contacts)
            {
                Volatile.Write(ref _contactsChanged, 1);
            }

            _signal.Set();
        }
    }

    // A class of its own, so that the dictionary compares the reference and not the contents.
    private sealed class Listeners(Subscription[] all)
    {
        public Subscription[] All { get; } = all;
    }
}
