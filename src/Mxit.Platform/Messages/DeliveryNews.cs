using Mxit.Platform.Streams;

namespace Mxit.Platform.Messages;

/// <summary>
/// Tells those who listen that something became of a message of theirs. A hint: whoever misses it reads the same from the
/// database. Unlike <see cref="MessageNews"/> it makes nobody present.
/// </summary>
internal sealed class DeliveryNews
{
    private readonly NewsListeners<DeliveryChangePageReply> _listeners = new();

    /// <summary>Starts to listen, until the listener is disposed.</summary>
    /// <param name="senderId">A user id, or the service name of an app.</param>
    public NewsListener<DeliveryChangePageReply> Listen(string senderId) => _listeners.Add(senderId);

    /// <summary>Wakes everybody who listens for one of these senders.</summary>
    public void Publish(IReadOnlyCollection<string> senderIds) => _listeners.Wake(senderIds, changes: 0);
}
