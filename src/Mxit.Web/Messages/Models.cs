using Mxit.Web.Gallery;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary>What the messages page shows: the conversations, and one of them when it is open.</summary>
internal sealed record MessagesModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The conversations, newest first.</summary>
    public required IReadOnlyList<ConversationReply> Conversations { get; init; }

    /// <summary>The people to start a conversation with.</summary>
    public required IReadOnlyList<ConversationPeerReply> NewPeople { get; init; }

    /// <summary>Whether there are more people than those.</summary>
    public required bool HasMorePeople { get; init; }

    /// <summary>The ids of the pictures of the people on the page, by user id; empty for the default one.</summary>
    public required IReadOnlyDictionary<string, string> AvatarIds { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The cursor of the newest message that the page knows of; news come after it.</summary>
    public required long Cursor { get; init; }

    /// <summary>The conversation that is open.</summary>
    public OpenConversation? Open { get; init; }
}

/// <summary>A conversation as it is shown.</summary>
internal sealed record OpenConversation
{
    /// <summary>The other side.</summary>
    public required ConversationPeerReply Peer { get; init; }

    /// <summary>The messages, oldest first.</summary>
    public required IReadOnlyList<MessageReply> Messages { get; init; }

    /// <summary>Whether there are older messages.</summary>
    public required bool HasOlder { get; init; }

    /// <summary>Whether these are not the newest messages.</summary>
    public required bool IsPast { get; init; }

    /// <summary>Why what was done to files or offers was not done.</summary>
    public string? Problem { get; init; }

    /// <summary>The files that were not sent, with the reasons.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];

    /// <summary>Where to write the answer; <see langword="null"/> when the person cannot answer.</summary>
    public ReplyBox? Answer { get; init; }
}

/// <summary>The box for an answer.</summary>
internal sealed record ReplyBox
{
    /// <summary>Tells this form from others, so that it sends once however often it is posted.</summary>
    public required string Key { get; init; }

    /// <summary>The most characters that a text may have.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The most bytes that a file may have.</summary>
    public required long MaxFileBytes { get; init; }

    /// <summary>What the person typed before.</summary>
    public string? Text { get; init; }

    /// <summary>Why it was not sent.</summary>
    public string? Problem { get; init; }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => nameof(ReplyBox);
}
