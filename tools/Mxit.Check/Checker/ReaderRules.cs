namespace Mxit.Check.Checker;

/// <summary>What one reader sees: only what is its own, each once, in order, unchanged, in its time.</summary>
internal static class ReaderRules
{
    // Times are stored in whole microseconds, and clocks of one machine are read one after the other.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<Violation> Check(RecordedRun run) =>
        run.Readers.SelectMany(reader => Check(run, reader.Key, reader.Value));

    private static IEnumerable<Violation> Check(RecordedRun run, ReaderName reader, List<Shown> all)
    {
        var seen = new Dictionary<int, Shown>();
        var latestBegun = new Dictionary<string, long>(StringComparer.Ordinal);
        var cursor = 0L;
        foreach (var shown in all)
        {
            if (shown.Cursor <= cursor)
            {
                yield return new Violation(
                    Rules.Resume, run.FindOrNull(shown)?.Begun.Send, $"{Name(reader)} got cursor {shown.Cursor} after {cursor}");
            }

            cursor = Math.Max(cursor, shown.Cursor);
            if (run.FindOrNull(shown) is not { } message)
            {
                yield return new Violation(
                    Rules.Unchanged, null, $"{Name(reader)} got message {shown.MessageId}, whose text nobody sent");
                continue;
            }

            var number = message.Begun.Send;
            if (!seen.TryAdd(number, shown))
            {
                var first = seen[number];
                yield return message.Begun.HasKey && first.MessageId != shown.MessageId
                    ? new Violation(
                        Rules.OneMessage, number, $"arrived at {Name(reader)} as {first.MessageId} and as {shown.MessageId}")
                    : new Violation(Rules.Resume, number, $"was shown to {Name(reader)} twice");
                continue;
            }

            if (FindChange(message, shown) is { } change)
            {
                yield return new Violation(Rules.Unchanged, number, $"{Name(reader)} {change}");
            }

            if (!message.Begun.To.Contains(reader.Receiver))
            {
                yield return new Violation(Rules.Addressee, number, $"was shown to {Name(reader)}, whom it was not for");
            }

            if (FindWrongTime(run, message, shown) is { } time)
            {
                yield return new Violation(Rules.Expiry, number, $"was shown to {Name(reader)} {time}");
            }

            // Only what was acknowledged before another one was begun is sure to have been sent before it.
            var latest = latestBegun.GetValueOrDefault(message.Begun.Sender);
            if (message.Acknowledged?.At < latest)
            {
                yield return new Violation(
                    Rules.Order, number, $"was shown to {Name(reader)} after one that {message.Begun.Sender} sent later");
            }

            latestBegun[message.Begun.Sender] = Math.Max(latest, message.Begun.At);
        }
    }

    private static string? FindChange(SentMessage message, Shown shown) => shown switch
    {
        _ when shown.Text != message.Begun.Text => "got it with another text",
        _ when shown.From != message.Begun.Sender => $"got it as from {shown.From}",
        _ when message.Acknowledged is { } answer && answer.MessageId != shown.MessageId =>
            $"got it as {shown.MessageId}, and its sender was answered with {answer.MessageId}",
        _ => null,
    };

    private static string? FindWrongTime(RecordedRun run, SentMessage message, Shown shown)
    {
        if (shown.SentUtc < message.Begun.Time.Earliest - Rounding || shown.SentUtc > message.Acknowledged?.Time.Latest +
            Rounding)
        {
            return $"as accepted at {shown.SentUtc:O}, which is not when it was";
        }

        if (message.Begun.SpoolSeconds is not { } seconds)
        {
            return null;
        }

        // What was acknowledged in its time is delivered, and stays.
        var expiresUtc = shown.SentUtc.AddSeconds(seconds);
        return shown.Time.Earliest > expiresUtc
            && !run.MarksBegun[shown.Receiver].Any(mark => mark.UpTo >= shown.Cursor && mark.Time.Earliest <= expiresUtc)
                ? $"at {shown.Time.Earliest:O} or later, after its time was over at {expiresUtc:O}"
                : null;
    }

    private static string Name(ReaderName reader) => $"{reader.Receiver} ({reader.Reader})";
}
