namespace Mxit.Platform.Delivery;

/// <summary>
/// Acknowledgements in one database brand. Written by hand like the message path, because everything that is received is
/// acknowledged.
/// </summary>
internal interface IAcknowledgementLog
{
    /// <summary>
    /// Marks entries of histories in one transaction, and gives each that changes a number from
    /// <see cref="Messages.DeliveryCounter"/>. What is marked already, or expired undelivered, stays as it is. Called by one
    /// caller at a time.
    /// </summary>
    /// <param name="acknowledgements">What was acknowledged.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The senders of what changed.</returns>
    Task<IReadOnlyCollection<string>> WriteAsync(
        IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken);
}

/// <summary>A person's side has received messages, or the person has read them.</summary>
/// <param name="OwnerId">The user id of the person.</param>
/// <param name="PeerId">Only messages from this sender; <see langword="null"/> for all.</param>
/// <param name="UpTo">The cursor of the newest message.</param>
/// <param name="IsRead">They are read; otherwise they are delivered.</param>
internal readonly record struct Acknowledgement(string OwnerId, string? PeerId, long UpTo, bool IsRead);

/// <summary>What became of an acknowledgement.</summary>
internal enum AcknowledgementOutcome
{
    /// <summary>It is durable.</summary>
    Stored,

    /// <summary>Too many wait; it was not taken.</summary>
    Overloaded,

    /// <summary>The database could not write it; it may or may not be there. Repeating it is safe.</summary>
    NotStored,
}
