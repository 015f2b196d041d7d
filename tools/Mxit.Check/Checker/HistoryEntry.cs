using System.Text.Json.Serialization;

namespace Mxit.Check.Checker;

/// <summary>
/// One thing that a client did or saw. <see cref="At"/> is when, in microseconds of a timer that never jumps; of things that
/// somebody did after another the later one has the greater number.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RoundBegun), "round")]
[JsonDerivedType(typeof(SendBegun), "send")]
[JsonDerivedType(typeof(SendEnded), "sent")]
[JsonDerivedType(typeof(Shown), "shown")]
[JsonDerivedType(typeof(MarkBegun), "mark")]
[JsonDerivedType(typeof(MarkEnded), "marked")]
[JsonDerivedType(typeof(StateTold), "state")]
[JsonDerivedType(typeof(Misbehaved), "misbehaved")]
public abstract record HistoryEntry
{
    public long At { get; init; }
}

/// <summary>From here on the server has this fault.</summary>
public sealed record RoundBegun(int Round, string Fault) : HistoryEntry;

/// <summary>A sender is about to send a message for the first time.</summary>
/// <param name="Send">The number of the message; its text begins with it.</param>
/// <param name="Round">The round that it belongs to.</param>
/// <param name="Sender">The user id or service name of the sender.</param>
/// <param name="To">The user ids of the receivers.</param>
/// <param name="Text">The text.</param>
/// <param name="HasKey">Under an <c>Idempotency-Key</c>: it is sent again until there is an answer.</param>
/// <param name="Spool">To be kept for who is not connected.</param>
/// <param name="SpoolSeconds">For how long; <see langword="null"/> for as long as the server keeps messages.</param>
/// <param name="Time">The server's time.</param>
public sealed record SendBegun(
    int Send, int Round, string Sender, IReadOnlyList<string> To, string Text, bool HasKey, bool Spool, int? SpoolSeconds,
    TimeSpanUtc Time)
    : HistoryEntry;

/// <summary>One attempt to send has ended.</summary>
/// <param name="Send">The number of the message.</param>
/// <param name="Status">The status of the answer; <see langword="null"/> when the answer was lost.</param>
/// <param name="MessageId">The id of the message in the answer.</param>
/// <param name="Time">The server's time.</param>
public sealed record SendEnded(int Send, int? Status, Guid? MessageId, TimeSpanUtc Time) : HistoryEntry;

/// <summary>A reader got a message.</summary>
/// <param name="Reader">Which reader: it goes on from its own cursor, over restarts.</param>
/// <param name="Receiver">The user id of the person who reads.</param>
/// <param name="Cursor">The place of the message in the history of the receiver.</param>
/// <param name="MessageId">The id of the message.</param>
/// <param name="From">The sender.</param>
/// <param name="Text">The text.</param>
/// <param name="SentUtc">When the server says to have accepted it.</param>
/// <param name="Time">The server's time while it answered.</param>
public sealed record Shown(
    string Reader, string Receiver, long Cursor, Guid MessageId, string From, string Text, DateTime SentUtc, TimeSpanUtc Time)
        : HistoryEntry;

/// <summary>A receiver is about to acknowledge all messages up to a cursor.</summary>
public sealed record MarkBegun(string Receiver, long UpTo, TimeSpanUtc Time) : HistoryEntry;

/// <summary>The server has confirmed an acknowledgement.</summary>
public sealed record MarkEnded(string Receiver, long UpTo, TimeSpanUtc Time) : HistoryEntry;

/// <summary>After the last round: what the server says to the sender of what became of a message with one receiver.</summary>
public sealed record StateTold(int Send, string Receiver, DeliveryState State, DeliveryReason? Reason, TimeSpanUtc Time)
    : HistoryEntry;

/// <summary>The server did what it never should, whatever the messages.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Round">The round.</param>
/// <param name="What">What it did.</param>
public sealed record Misbehaved(string Rule, int Round, string What) : HistoryEntry;

/// <summary>A stretch of the server's time, which may jump: it was at one of these moments.</summary>
public readonly record struct TimeSpanUtc(DateTime Earliest, DateTime Latest);
