using Mxit.Platform.Streams;

namespace Mxit.Platform.Messages;

/// <summary>Who is connected now. A hint in memory: losing it loses no message.</summary>
internal interface IPresence
{
    /// <summary>Whether at least one program of this person listens for news.</summary>
    bool IsOnline(string userId);
}

/// <summary>
/// Tells those who listen that somebody's history grew, or that their contacts or file offers changed. A hint: whoever misses it
/// reads the same from the database, messages by cursor.
/// </summary>
internal sealed class MessageNews : IPresence
{
    private readonly NewsListeners<MessagePageReply> _listeners = new();

    /// <summary>
    /// Somebody's last program has stopped to listen. Called on the thread that stops; a handler must be quick.
    /// </summary>
    public event Action<string>? WentOffline;

    /// <inheritdoc/>
    public bool IsOnline(string userId) => _listeners.Contains(userId);

    /// <summary>The user ids of all who are online at the moment.</summary>
    public IReadOnlyCollection<string> ListOnline() => _listeners.Ids;

    /// <summary>Starts to listen; the person is online until the listener is disposed.</summary>
    public NewsListener<MessagePageReply> Listen(string userId) => _listeners.Add(userId, id => WentOffline?.Invoke(id));

    /// <summary>Wakes everybody who listens for one of these people.</summary>
    public void Publish(IReadOnlyCollection<string> userIds) => Wake(userIds, MessageChanges.None);

    /// <summary>Wakes everybody who listens for one of these people, and says that their contacts changed.</summary>
    public void PublishContacts(IReadOnlyCollection<string> userIds) => Wake(userIds, MessageChanges.Contacts);

    /// <summary>Wakes everybody who listens for one of these people, and says that the state of a file offer changed.</summary>
    public void PublishOffers(IReadOnlyCollection<string> userIds) => Wake(userIds, MessageChanges.Offers);

    private void Wake(IReadOnlyCollection<string> userIds, MessageChanges changes) => _listeners.Wake(userIds, (int)changes);
}

/// <summary>What changed besides the history.</summary>
[Flags]
internal enum MessageChanges
{
    None = 0,
    Contacts = 1,
    Offers = 2,
}

/// <summary>What somebody who listens is told besides the history.</summary>
internal static class MessageListenerExtensions
{
    /// <summary>Whether the person's contacts changed since it was last asked.</summary>
    public static bool TakeContactsChanged(this NewsListener<MessagePageReply> listener) =>
        listener.Take((int)MessageChanges.Contacts);

    /// <summary>Whether the state of a file offer of the person changed since it was last asked.</summary>
    public static bool TakeOffersChanged(this NewsListener<MessagePageReply> listener) =>
        listener.Take((int)MessageChanges.Offers);
}
