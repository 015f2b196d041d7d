
namespace Mxit.Web.Messages;

/// <summary>The name of the other side of a conversation.</summary>
internal static class PeerName
{
    /// <summary>A person who was removed has no name.</summary>
    public static string Of(ConversationPeerReply peer) =>
        string.IsNullOrWhiteSpace(peer.DisplayName) ? "Somebody who left" : peer.DisplayName;
}
