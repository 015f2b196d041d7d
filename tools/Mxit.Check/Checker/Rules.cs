namespace Mxit.Check.Checker;

/// <summary>What must hold, by the names under which the documentation has it.</summary>
public static class Rules
{
    /// <summary>What was acknowledged is not lost.</summary>
    public const string NotLost = "R-01";

    /// <summary>A server that cannot do its work says so with 503, never with another error, and recovers by itself.</summary>
    public const string Overload = "R-06";

    /// <summary>The same key gives the same answer.</summary>
    public const string OneAnswer = "R-08";

    /// <summary>Under one key one message arrives, however often it is sent.</summary>
    public const string OneMessage = "R-10";

    /// <summary>Messages of one sender arrive in the order in which they were sent.</summary>
    public const string Order = "R-13";

    /// <summary>A reader that goes on from its cursor sees every message once.</summary>
    public const string Resume = "R-14";

    /// <summary>Delivered and read is what the receiver acknowledged, and nothing else.</summary>
    public const string Acknowledged = "R-16";

    /// <summary>Only what was not to be kept is refused to who is not connected, and the sender hears of it.</summary>
    public const string NotKept = "R-17";

    /// <summary>Nothing is shown after its time.</summary>
    public const string Expiry = "R-18";

    /// <summary>Nothing expires before its time.</summary>
    public const string NotEarly = "R-20";

    /// <summary>A stop that was asked for ends cleanly.</summary>
    public const string CleanStop = "R-31";

    /// <summary>Who gets a message is one that it was sent to.</summary>
    public const string Addressee = "addressee";

    /// <summary>Text, sender and id are those that were sent and answered.</summary>
    public const string Unchanged = "unchanged";
}

/// <summary>Something that should not be.</summary>
/// <param name="Rule">One of <see cref="Rules"/>.</param>
/// <param name="Send">The number of the message; <see langword="null"/> when it is about none.</param>
/// <param name="What">What happened.</param>
public sealed record Violation(string Rule, int? Send, string What)
{
    /// <summary>The round, of what is about no message.</summary>
    public int? Round { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Send is null ? $"{Rule}: {What}" : $"{Rule}: message {Send}: {What}";
}
