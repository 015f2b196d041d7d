namespace Mxit;

/// <summary>The result of a broadcast for one recipient.</summary>
public sealed record BroadcastResult
{
    /// <summary>The recipient.</summary>
    public required UserId Recipient { get; init; }

    /// <summary>The outcome.</summary>
    public required BroadcastStatus Status { get; init; }

    /// <summary>
    /// The id of the message, which all recipients of a batch share; <see langword="null"/> when nothing was sent, or from a
    /// server that sends no ids.
    /// </summary>
    public MessageId? MessageId { get; init; }

    /// <summary>
    /// The error, for <see cref="BroadcastStatus.Failed"/>: <see cref="ArgumentException"/> for a recipient that cannot be a user
    /// id, <see cref="MxitException"/> with <see cref="MxitErrorReason.OutcomeUnknown"/> for a batch that is too old to be
    /// retried, <see cref="MxitApiException"/> for one that failed until the last attempt.
    /// </summary>
    public Exception? Error { get; init; }
}
