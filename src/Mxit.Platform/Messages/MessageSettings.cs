using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Messages;

/// <summary>Limits of the message path. Section <c>Mxit:Messages</c>.</summary>
internal sealed class MessageSettings
{
    /// <summary>The most recipients of one send. Source: wire document, section 1.6.</summary>
    [Range(1, 10_000)]
    public int MaxRecipients { get; set; } = 500;

    /// <summary>The longest text, in UTF-16 units. Source: wire document, section 1.6.</summary>
    [Range(1, 1_000_000)]
    public int MaxBodyLength { get; set; } = 10_000;

    /// <summary>The longest request body of a send, in bytes.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxRequestBytes { get; set; } = 1_048_576;

    /// <summary>How long a message is kept when the sender does not say, and at most, in seconds (seven days).</summary>
    [Range(1, 31_536_000)]
    public int MaxSpoolSeconds { get; set; } = 604_800;

    /// <summary>
    /// How many messages of one sender, a person or an app, may wait for one person: neither delivered nor expired. The next one
    /// is not taken, and the sender sees so in what became of it; those that wait stay.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxWaitingFromOne { get; set; } = 5_000;

    /// <summary>How many messages of all senders may wait for one person; as with <see cref="MaxWaitingFromOne"/>.</summary>
    [Range(1, 100_000_000)]
    public int MaxWaiting { get; set; } = 20_000;

    /// <summary>
    /// How many sends, and how many marks of delivery, may wait for a commit; the next one is told to come back later.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 10_000;

    /// <summary>The most sends in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxAppendBatch { get; set; } = 1_000;

    /// <summary>About how many inbox entries one transaction writes at most.</summary>
    [Range(1, 100_000)]
    public int DispatchBatch { get; set; } = 5_000;

    /// <summary>
    /// About how many inbox entries a transaction writes that also accepts messages, where the database has one writer (SQLite):
    /// senders wait for its commit, so this is small, and what is left over follows, in transactions that grow while nobody
    /// sends. It is a quarter more than the messages accepted where that is more, and it grows while more than half of
    /// <see cref="MaxUndispatched"/> waits; but <see cref="DispatchBatch"/> is never passed.
    /// </summary>
    [Range(1, 100_000)]
    public int DispatchBatchWhileAccepting { get; set; } = 32;

    /// <summary>
    /// How many recipients may wait for the dispatcher; beyond that, sends are told to come back later, so that a message
    /// that is accepted is also delivered soon.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxUndispatched { get; set; } = 1_000_000;
}
