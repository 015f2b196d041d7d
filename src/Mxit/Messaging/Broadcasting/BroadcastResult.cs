namespace Mxit;

/// <summary>What became of a broadcast for one recipient.</summary>
public sealed record BroadcastResult
{
    /// <summary>The recipient.</summary>
    public required UserId Recipient { get; init; }

    /// <summary>What became of it.</summary>
    public required BroadcastStatus Status { get; init; }

    /// <summary>
    /// The id of the message that the recipient shares with the others of its batch; <see langword="null"/> when nothing was sent, or
    /// from a server that sends none.
    /// </summary>
    public MessageId? MessageId { get; init; }

    /// <summary>
    /// The error, for <see cref="BroadcastStatus.Failed"/>: <see cref="ArgumentException"/> for a recipient that cannot be a user id,
    /// <see cref="MxitException"/> with <see cref="MxitErrorReason.OutcomeUnknown"/> for a batch that is too old to be retried,
    /// <see cref="MxitApiException"/> for one that the server refused to the last attempt.
    /// </summary>
    public Exception? Error { get; init; }
}
