namespace Mxit.Internal;

/// <summary>Consecutive recipients of the source, and the state of their request.</summary>
internal sealed class BroadcastBatch(long number, IReadOnlyList<UserId> recipients)
{
    // Far longer than any real id; an error of the server has room for 500 of them.
    private const int MaxIdLength = 100;

    public long Number { get; } = number;

    public IReadOnlyList<UserId> Recipients { get; } = recipients;

    /// <summary>The valid recipients, each once.</summary>
    public IReadOnlyList<UserId> To { get; } = [.. recipients.Where(CanBeId).Distinct()];

    public string Fingerprint { get; } = BroadcastFingerprint.Of(recipients);

    /// <summary>When it was first sent, perhaps by an earlier process.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>
    /// The age of the batch when it was read, and the timestamp of that moment. A timestamp, because the clock can be set in
    /// between.
    /// </summary>
    public (TimeSpan Age, long Timestamp) Taken { get; set; }

    /// <summary>The server may have accepted it.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>How often it was retried.</summary>
    public int Retries { get; set; }

    /// <summary>The results of the batch, when the server has responded or the batch is given up.</summary>
    /// <param name="receipt">The server's receipt, if there is one.</param>
    /// <param name="failure">The error, if there is one.</param>
    public IEnumerable<BroadcastResult> Results(SendReceipt? receipt, Exception? failure)
    {
        var partial = failure as MxitUnknownRecipientsException;
        var unknown = partial?.UnknownRecipients.Select(static id => id.Value).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var recipient in Recipients)
        {
            yield return CanBeId(recipient) switch
            {
                false => Result(
                    BroadcastStatus.Failed,
                    error: new ArgumentException(
                        $"A user id has 1 to {MaxIdLength} visible ASCII characters and no comma; nothing was sent.")),
                _ when unknown.Contains(recipient.Value) => Result(BroadcastStatus.Unknown),
                _ when failure is null || partial is not null =>
                    Result(BroadcastStatus.Sent, receipt?.MessageId ?? partial?.MessageId),
                _ => Result(BroadcastStatus.Failed, error: failure),
            };

            BroadcastResult Result(BroadcastStatus status, MessageId? messageId = null, Exception? error = null) =>
                new() { Recipient = recipient, Status = status, MessageId = messageId, Error = error };
        }
    }

    private static bool CanBeId(UserId recipient) =>
        recipient.Value is { Length: > 0 and <= MaxIdLength } id
        && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
        && !id.Contains(',', StringComparison.Ordinal);
}
