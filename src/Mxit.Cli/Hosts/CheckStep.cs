namespace Mxit.Cli.Hosts;

/// <summary>What a step of a check has found.</summary>
internal enum CheckOutcome
{
    Ok,

    /// <summary>Not there; some programs need it, others do not.</summary>
    Note,

    /// <summary>Not there, and nothing works without it.</summary>
    Missing,
}

/// <summary>One step of a check.</summary>
/// <param name="Outcome">What it has found.</param>
/// <param name="Text">What was looked at, and what is there instead.</param>
/// <param name="Advice">What to do about it, a line each.</param>
internal sealed record CheckStep(CheckOutcome Outcome, string Text, params IReadOnlyList<string> Advice)
{
    public static CheckStep Ok(string text) => new(CheckOutcome.Ok, text);

    public static CheckStep Missing(string text, params IReadOnlyList<string> advice) => new(CheckOutcome.Missing, text, advice);

    public override string ToString() => string.Join(
        Environment.NewLine,
        [$"{Outcome.ToString().ToLowerInvariant(),-8} {Text}", .. Advice.Select(line => $"           {line}")]);
}
