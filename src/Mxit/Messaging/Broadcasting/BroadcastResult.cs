namespace Mxit;

/// <summary>What became of a broadcast for one recipient.</summary>
/// <param name="Recipient">The recipient, as it came.</param>
/// <param name="Status">What became of it.</param>
public sealed record BroadcastResult(string Recipient, BroadcastStatus Status)
{
    /// <summary>
    /// The id of the message that the recipient shares with the others of its batch; <see langword="null"/> when nothing was sent, or
    /// from a server that sends none.
    /// </summary>
    public Guid? MessageId { get; init; }

    /// <summary>
    /// Why it failed, for <see cref="BroadcastStatus.Failed"/>: <see cref="ArgumentException"/> for an id that cannot be one,
    /// <see cref="MxitErrorReason.OutcomeUnknown"/> for a batch whose answer was lost too long ago, <see cref="MxitApiException"/> for
    /// a server that failed to the last attempt.
    /// </summary>
    public Exception? Reason { get; init; }
}
