namespace Mxit.Platform.Messages;

/// <summary>A message on its way into the log.</summary>
public sealed class PendingMessage
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>The answer to keep under the caller's key, in the same transaction; <see langword="null"/> without a key.</summary>
    public Idempotency.IdempotencyRecord? Record { get; init; }

    /// <summary>
    /// Set by the writer: the key was used before, so nothing was appended. The stored answer is the one to give.
    /// </summary>
    public bool IsRepeat { get; set; }

    /// <summary>Ends when the message is durable, or found to be a repeat, or could not be written.</summary>
    internal Task Settled => _settled.Task;

    internal void Succeed() => _settled.TrySetResult();

    internal void Fail(Exception reason) => _settled.TrySetException(reason);
}
