namespace Mxit.Cli.Hosts;

/// <summary>The result of a step of a check.</summary>
internal enum CheckOutcome
{
    Ok,

    /// <summary>Missing, but needed by some programs only.</summary>
    Note,

    /// <summary>Missing, and nothing works without it.</summary>
    Missing,
}

/// <summary>One step of a check.</summary>
/// <param name="Outcome">The result.</param>
/// <param name="Text">What was checked, and what was found.</param>
/// <param name="Advice">What to do, one line each.</param>
internal sealed record CheckStep(CheckOutcome Outcome, string Text, params IReadOnlyList<string> Advice)
{
    public static CheckStep Ok(string text) => new(CheckOutcome.Ok, text);

    public static CheckStep Missing(string text, params IReadOnlyList<string> advice) => new(CheckOutcome.Missing, text, advice);

    public override string ToString() => string.Join(
        Environment.NewLine,
        [$"{Outcome.ToString().ToLowerInvariant(),-8} {Text}", .. Advice.Select(line => $"           {line}")]);
}
