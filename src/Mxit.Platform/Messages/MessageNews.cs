using System.Collections.Concurrent;

namespace Mxit.Platform.Messages;

/// <summary>Who is connected now. A hint in memory: losing it loses no message.</summary>
public interface IPresence
{
    /// <summary>Whether at least one program of this person listens for news.</summary>
    bool IsOnline(string userId);
}

/// <summary>
/// Tells those who listen that somebody's history grew, or that their contacts or file offers changed. A hint: whoever misses it
/// reads the same from the database, messages by cursor.
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
    public void Publish(IReadOnlyCollection<string> userIds) => Wake(userIds, Change.None);

    /// <summary>Wakes everybody who listens for one of these people, and says that their contacts changed.</summary>
    public void PublishContacts(IReadOnlyCollection<string> userIds) => Wake(userIds, Change.Contacts);

    /// <summary>Wakes everybody who listens for one of these people, and says that the state of a file offer changed.</summary>
    public void PublishOffers(IReadOnlyCollection<string> userIds) => Wake(userIds, Change.Offers);

    private void Wake(IReadOnlyCollection<string> userIds, Change change)
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
                    listener.Wake(change);
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

    /// <summary>What changed besides the history.</summary>
    [Flags]
    internal enum Change
    {
        None = 0,
        Contacts = 1,
        Offers = 2,
    }

    /// <summary>One listener.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly MessageNews _news;

        private readonly Signal _signal = new();

        private int _changed;

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
        public bool TakeContactsChanged() => Take(Change.Contacts);

        /// <summary>Whether the state of a file offer of the person changed since it was last asked.</summary>
        public bool TakeOffersChanged() => Take(Change.Offers);

        internal void Wake(Change change)
        {
            Interlocked.Or(ref _changed, (int)change);
            _signal.Set();
        }

        private bool Take(Change change) => ((Change)Interlocked.And(ref _changed, ~(int)change) & change) != 0;
    }

    // A class of its own, so that the dictionary compares the reference and not the contents.
    private sealed class Listeners(Subscription[] all)
    {
        public Subscription[] All { get; } = all;
    }
}
