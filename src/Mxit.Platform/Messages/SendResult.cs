namespace Mxit.Platform.Messages;

/// <summary>What became of a send.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Text">What was wrong, for the caller.</param>
/// <param name="MessageId">The id of the accepted message.</param>
internal sealed record SendResult(SendOutcome Outcome, string? Text, Guid? MessageId)
{
    internal static SendResult Invalid(string text) => new(SendOutcome.Invalid, text, null);
}

/// <summary>What became of a send.</summary>
internal enum SendOutcome
{
    /// <summary>It is durable.</summary>
    Accepted,

    /// <summary>It is durable for the recipients that exist; the text names the others.</summary>
    PartlyAccepted,

    /// <summary>The request was wrong; nothing was accepted.</summary>
    Invalid,

    /// <summary>The sender is not the one that the token speaks for.</summary>
    NotYours,

    /// <summary>The same key is being worked on at this moment.</summary>
    KeyInUse,

    /// <summary>The same key was used with another body.</summary>
    KeyMismatch,

    /// <summary>Too many wait; nothing was accepted.</summary>
    Overloaded,

    /// <summary>The database could not write.</summary>
    NotStored,
}
