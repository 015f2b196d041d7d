
namespace Mxit.Web.Messages;

/// <summary>What the other side of a conversation is called.</summary>
internal static class PeerName
{
    /// <summary>Who was removed has no name any more.</summary>
    public static string Of(ConversationPeerReply peer) =>
        string.IsNullOrWhiteSpace(peer.DisplayName) ? "Somebody who left" : peer.DisplayName;
}
