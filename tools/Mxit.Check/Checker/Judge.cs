namespace Mxit.Check.Checker;

/// <summary>Decides from a history alone whether the server kept its promises.</summary>
public static class Judge
{
    /// <summary>Judges a history.</summary>
    /// <param name="history">Everything that the clients did and saw, in the order in which they did.</param>
    public static Verdict Decide(IEnumerable<HistoryEntry> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var run = RecordedRun.From(history);
        List<Violation> violations =
        [
            .. run.Misbehaviours.Select(entry => new Violation(entry.Rule, null, entry.What) { Round = entry.Round }),
            .. AnswerRules.Check(run),
            .. ReaderRules.Check(run),
            .. OutcomeRules.Check(run),
        ];
        return new Verdict(violations, FaultSummary.Of(run, violations));
    }
}

/// <summary>What the judge found.</summary>
/// <param name="Violations">What should not be; empty when all is well.</param>
/// <param name="Faults">What happened under each fault, and in all.</param>
public sealed record Verdict(IReadOnlyList<Violation> Violations, IReadOnlyList<FaultSummary> Faults)
{
    /// <summary>What happened in all.</summary>
    public FaultSummary Total => Faults[^1];
}
