namespace Mxit.Check.Checker;

/// <summary>What became of each message with each of its receivers in the end.</summary>
internal static class OutcomeRules
{
    public static IEnumerable<Violation> Check(RecordedRun run)
    {
        var seen = run.Readers.ToDictionary(reader => reader.Key, reader => FirstOfEach(run, reader.Value));
        var ofReceiver = seen.Where(reader => !reader.Key.IsFresh).ToLookup(reader => reader.Key.Receiver);
        foreach (var (number, message) in run.Sends)
        {
            foreach (var receiver in message.Begun.To)
            {
                var state = run.States.GetValueOrDefault((number, receiver));
                var inTheEnd = seen.GetValueOrDefault(new ReaderName(ReaderName.Fresh, receiver))?.GetValueOrDefault(number);
                var fault = inTheEnd is null
                    ? FindLoss(run, message, state, ofReceiver[receiver].Select(reader => reader.Value.GetValueOrDefault(number)))
                    : FindContradiction(run, message, state, inTheEnd);
                if (fault is var (rule, what))
                {
                    yield return new Violation(rule, number, $"{receiver}: {what}");
                }

                foreach (var (reader, shown) in inTheEnd is null ? [] : ofReceiver[receiver])
                {
                    // What was past its time while the clock stood ahead is passed over, as the documentation says.
                    if (!shown.ContainsKey(number) && message.EarliestExpiryUtc > run.LatestUtc)
                    {
                        yield return new Violation(
                            Rules.Resume, number, $"{receiver} has it, but the reader {reader.Reader} never got it");
                    }
                }
            }
        }
    }

    private static Dictionary<int, Shown> FirstOfEach(RecordedRun run, List<Shown> all)
    {
        var first = new Dictionary<int, Shown>();
        foreach (var shown in all)
        {
            if (run.FindOrNull(shown) is { } message)
            {
                first.TryAdd(message.Begun.Send, shown);
            }
        }

        return first;
    }

    private static (string Rule, string What)? FindLoss(
        RecordedRun run, SentMessage message, StateTold? state, IEnumerable<Shown?> before)
    {
        var shown = before.FirstOrDefault(shown => shown is not null);
        return state switch
        {
            _ when state?.State == DeliveryState.Expired && message.EarliestExpiryUtc > run.LatestUtc =>
                (Rules.NotEarly, "expired before its time"),
            _ when state?.State == DeliveryState.Expired && shown is not null && IsMarkedInTime(run, message, shown) =>
                (Rules.Acknowledged, "expired, though it was acknowledged in its time"),
            _ when state?.State == DeliveryState.Expired => null,
            _ when state?.State == DeliveryState.NotAccepted && state.Reason == DeliveryReason.Offline && shown is null =>
                message.Begun.Spool
                ? (Rules.NotKept, "not kept, though it was to be")
                : null,
            _ when message.Acknowledged is not null =>
                (Rules.NotLost, $"lost, though it was acknowledged; its state is {state?.State.Value ?? "unknown"}"),
            _ when shown is not null && message.Begun.SpoolSeconds is null => (Rules.NotLost, "was there, and is gone"),
            _ => null,
        };
    }

    private static (
        string Rule, string What)? FindContradiction(RecordedRun run, SentMessage message, StateTold? told, Shown shown) =>
            told?.State switch
            {
                { } state when state == DeliveryState.NotAccepted =>
                    (Rules.NotKept, "has it, though the sender is told that it was not accepted"),
                { } state when state == DeliveryState.Expired && message.EarliestExpiryUtc > run.LatestUtc =>
                    (Rules.NotEarly, "expired before its time"),
                { } state when (state == DeliveryState.Delivered || state == DeliveryState.Read)
                    && !run.MarksBegun[shown.Receiver].Any(mark => mark.UpTo >= shown.Cursor) =>
                    (Rules.Acknowledged, $"{state}, though nobody acknowledged it"),
                { } state when state == DeliveryState.Accepted && IsMarkedInTime(run, message, shown) =>
                    (Rules.Acknowledged, "acknowledged, but not delivered"),
                _ => null,
            };

    private static bool IsMarkedInTime(RecordedRun run, SentMessage message, Shown shown) =>
        run.MarksEnded[shown.Receiver].Any(mark => mark.UpTo >= shown.Cursor && mark.Time.Latest < message.EarliestExpiryUtc);
}
