namespace Mxit.Internal.Broadcasting;

/// <summary>Some recipients that follow one another in the source, and what is known of their request.</summary>
internal sealed class BroadcastBatch(long number, IReadOnlyList<string> recipients)
{
    // Far above every id that there is; five hundred of them fit into an error of the server.
    private const int MaxIdLength = 100;

    public long Number { get; } = number;

    public IReadOnlyList<string> Recipients { get; } = recipients;

    /// <summary>Those that can be sent to, each once.</summary>
    public IReadOnlyList<string> To { get; } = [.. recipients.Where(CanBeId).Distinct(StringComparer.Ordinal)];

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
        var unknown = partial?.UnknownRecipients.ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var recipient in Recipients)
        {
            yield return CanBeId(recipient) switch
            {
                false => new BroadcastResult(recipient, BroadcastStatus.Failed)
                {
                    Reason = new ArgumentException($"A user id has 1 to {MaxIdLength} visible ASCII characters and no comma; nothing was sent."),
                },
                _ when unknown.Contains(recipient) => new BroadcastResult(recipient, BroadcastStatus.Unknown),
                _ when failure is null || partial is not null => new BroadcastResult(recipient, BroadcastStatus.Sent)
                {
                    MessageId = receipt?.MessageId ?? partial?.MessageId,
                },
                _ => new BroadcastResult(recipient, BroadcastStatus.Failed) { Reason = failure },
            };
        }
    }

    private static bool CanBeId(string recipient) =>
        recipient.Length is > 0 and <= MaxIdLength && recipient.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && !recipient.Contains(',', StringComparison.Ordinal);
}
