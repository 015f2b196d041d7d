using Mxit.Web.Gallery;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary>The model of the messages page: the conversations, and the open one.</summary>
internal sealed record MessagesModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The conversations, newest first.</summary>
    public required IReadOnlyList<ConversationReply> Conversations { get; init; }

    /// <summary>The people to start a conversation with.</summary>
    public required IReadOnlyList<ConversationPeerReply> NewPeople { get; init; }

    /// <summary>Whether there are more people.</summary>
    public required bool HasMorePeople { get; init; }

    /// <summary>The ids of the pictures of the people on the page, by user id; empty for the default one.</summary>
    public required IReadOnlyDictionary<string, string> AvatarIds { get; init; }

    /// <summary>The time at which the page was rendered.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The cursor of the newest message on the page; the live feed begins after it.</summary>
    public required long Cursor { get; init; }

    /// <summary>The open conversation.</summary>
    public OpenConversation? Open { get; init; }
}

/// <summary>The open conversation.</summary>
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

    /// <summary>Why an action on files or offers was refused.</summary>
    public string? Problem { get; init; }

    /// <summary>The refused files, with the reasons.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];

    /// <summary>The input field; <see langword="null"/> when the person cannot reply.</summary>
    public ReplyBox? Answer { get; init; }
}

/// <summary>The input field for a reply.</summary>
internal sealed record ReplyBox
{
    /// <summary>The key of this form, so that the message is sent once even if it is posted again.</summary>
    public required string Key { get; init; }

    /// <summary>The maximum number of characters of a text.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The maximum number of bytes of a file.</summary>
    public required long MaxFileBytes { get; init; }

    /// <summary>The text that the person typed before.</summary>
    public string? Text { get; init; }

    /// <summary>Why it was not sent.</summary>
    public string? Problem { get; init; }

    /// <summary>Without the text, so that no log can contain it.</summary>
    public override string ToString() => nameof(ReplyBox);
}
