namespace Mxit.Internal;

/// <summary>Some recipients that follow one another in the source, and what is known of their request.</summary>
internal sealed class BroadcastBatch(long number, IReadOnlyList<UserId> recipients)
{
    // Far above every id that there is; five hundred of them fit into an error of the server.
    private const int MaxIdLength = 100;

    public long Number { get; } = number;

    public IReadOnlyList<UserId> Recipients { get; } = recipients;

    /// <summary>Those that can be sent to, each once.</summary>
    public IReadOnlyList<UserId> To { get; } = [.. recipients.Where(CanBeId).Distinct()];

    public string Fingerprint { get; } = BroadcastFingerprint.Of(recipients);

    /// <summary>When it was sent for the first time, perhaps by a process that is gone.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>How long ago that was when the batch was taken in, and the timestamp of that moment: a clock can be set meanwhile.</summary>
    public (TimeSpan Age, long Timestamp) Taken { get; set; }

    /// <summary>The server may have it.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>How often it was sent again after a failure.</summary>
    public int Retries { get; set; }

    /// <summary>What became of everybody, when the server has answered or nothing more will be asked of it.</summary>
    /// <param name="receipt">The server's receipt, if there is one.</param>
    /// <param name="failure">What the server, or nobody, answered in its place.</param>
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
                    error: new ArgumentException($"A user id has 1 to {MaxIdLength} visible ASCII characters and no comma; nothing was sent.")),
                _ when unknown.Contains(recipient.Value) => Result(BroadcastStatus.Unknown),
                _ when failure is null || partial is not null => Result(BroadcastStatus.Sent, receipt?.MessageId ?? partial?.MessageId),
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
