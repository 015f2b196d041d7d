using System.Globalization;
using System.Text;

namespace Mxit.Check.Checker;

/// <summary>What happened under one fault.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Rounds">How many rounds had it.</param>
/// <param name="Sent">How many messages were begun.</param>
/// <param name="Acknowledged">How many of them were acknowledged.</param>
/// <param name="Repeated">How many were sent again under their key after an answer was lost.</param>
/// <param name="Read">How many of them are in histories, one for each receiver.</param>
/// <param name="Expired">How many of them expired, one for each receiver.</param>
/// <param name="Violations">What should not be.</param>
public sealed record FaultSummary(
    string Fault, int Rounds, int Sent, int Acknowledged, int Repeated, int Read, int Expired, int Violations)
{
    /// <summary>The table, in Markdown.</summary>
    public static string Table(IEnumerable<FaultSummary> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new StringBuilder()
            .AppendLine(
                "| Fault | Rounds | Sends begun | Acknowledged | Lost answers repeated under a key | Messages read | Expired | " +
                "Violations |")
            .AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in rows)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Fault} | {row.Rounds:N0} | {row.Sent:N0} | {row.Acknowledged:N0} | {row.Repeated:N0} | {row.Read:N0} " +
                $"| {row.Expired:N0} | {row.Violations:N0} |");
        }

        return table.ToString();
    }

    /// <summary>One row for each fault, and one for all.</summary>
    internal static IReadOnlyList<FaultSummary> Of(RecordedRun run, IReadOnlyList<Violation> violations)
    {
        var faultOf = run.Rounds.ToDictionary(round => round.Round, round => round.Fault);
        var sends = run.Sends.Values.ToLookup(message => faultOf.GetValueOrDefault(message.Begun.Round, ""));
        var read = run.Readers.Where(reader => reader.Key.IsFresh)
            .SelectMany(reader => reader.Value)
            .Select(run.FindOrNull)
            .ToLookup(message => message is null ? "" : faultOf.GetValueOrDefault(message.Begun.Round, ""));
        var expired = run.States.Values.Where(state => state.State == DeliveryState.Expired)
            .ToLookup(state => faultOf.GetValueOrDefault(run.Sends[state.Send].Begun.Round, ""));
        var wrong = violations.ToLookup(violation => faultOf.GetValueOrDefault(
            violation.Send is { } send ? run.Sends[send].Begun.Round : violation.Round ?? 0, ""));
        FaultSummary Row(string name, Func<string, bool> has) => new(
            name,
            run.Rounds.Count(round => has(round.Fault)),
            Count(sends, has, _ => true),
            Count(sends, has, message => message.Acknowledged is not null),
            Count(sends, has, message => message.IsRepeatedAfterLoss),
            Count(read, has, _ => true),
            Count(expired, has, _ => true),
            Count(wrong, has, _ => true));
        return
        [
            .. run.Rounds.Select(round => round.Fault).Distinct().Order(StringComparer.Ordinal).Select(
                fault => Row(fault, name => name == fault)),
            Row("all", _ => true),
        ];
    }

    private static int Count<T>(ILookup<string, T> all, Func<string, bool> has, Func<T, bool> counts) =>
        all.Where(group => has(group.Key)).Sum(group => group.Count(counts));
}
