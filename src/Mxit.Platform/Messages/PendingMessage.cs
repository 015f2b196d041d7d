namespace Mxit.Platform.Messages;

/// <summary>A message on its way into the log.</summary>
internal sealed class PendingMessage
{
    private readonly TaskCompletionSource<AppendOutcome> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id that the outside will know, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc cref="Message.SenderId"/>
    public required string SenderId { get; init; }

    /// <inheritdoc cref="Message.SenderIsApp"/>
    public required bool SenderIsApp { get; init; }

    /// <inheritdoc cref="Message.Recipients"/>
    public required string Recipients { get; init; }

    /// <summary>How many people <see cref="Recipients"/> names.</summary>
    public required int RecipientCount { get; init; }

    /// <inheritdoc cref="Message.Body"/>
    public required string Body { get; init; }

    /// <inheritdoc cref="Message.ContainsMarkup"/>
    public required bool ContainsMarkup { get; init; }

    /// <inheritdoc cref="Message.Links"/>
    public string? Links { get; init; }

    /// <inheritdoc cref="Message.Spool"/>
    public required bool Spool { get; init; }

    /// <inheritdoc cref="Message.AcceptedUtc"/>
    public required DateTime AcceptedUtc { get; init; }

    /// <inheritdoc cref="Message.ExpiresUtc"/>
    public required DateTime ExpiresUtc { get; init; }

    /// <summary>
    /// The response to keep under the caller's key, in the same transaction; <see langword="null"/> without a key.
    /// </summary>
    public Idempotency.IdempotencyRecord? Record { get; init; }

    /// <summary>
    /// Set by the writer: the key was used before, so nothing was appended. The stored answer is the one to give.
    /// </summary>
    public bool IsRepeat { get; set; }

    /// <summary>Ends when the outcome of the message is known.</summary>
    internal Task<AppendOutcome> Settled => _settled.Task;

    internal void Settle(AppendOutcome outcome) => _settled.TrySetResult(outcome);
}

/// <summary>What became of a message that was to be appended to the log.</summary>
internal enum AppendOutcome
{
    /// <summary>It is in the log, and durable.</summary>
    Appended,

    /// <summary>Its key was used before; nothing was appended.</summary>
    Repeat,

    /// <summary>Too many wait already; it was not taken.</summary>
    Overloaded,

    /// <summary>The database could not write it; it may or may not be there. Repeating with the same key is safe.</summary>
    Failed,
}
