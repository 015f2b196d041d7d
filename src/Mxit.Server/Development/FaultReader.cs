namespace Mxit.Server.Development;

/// <summary>Reads faults as they come over HTTP, and writes them so.</summary>
internal static class FaultReader
{
    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["status"] = FaultKind.Status,
        ["delay"] = FaultKind.Delay,
        ["cutBefore"] = FaultKind.CutBefore,
        ["cutAfter"] = FaultKind.CutAfter,
        ["slowBody"] = FaultKind.SlowBody,
        ["truncatedBody"] = FaultKind.TruncatedBody,
        ["expiredToken"] = FaultKind.InvalidToken,
        ["rateLimited"] = FaultKind.RateLimit,
    };

    /// <summary>The names of the kinds.</summary>
    public static IEnumerable<string> KindNames => Kinds.Keys;

    /// <summary>The fault, or what is wrong with it.</summary>
    public static (Fault? Fault, string? Problem) Read(FaultBody body)
    {
        if (!Kinds.TryGetValue(body.Kind, out var kind))
        {
            return Wrong("kind", $"one of {string.Join(", ", Kinds.Keys)}");
        }

        TimeSpan retryAfter = default, delay = default;
        return body switch
        {
            { Times: < 1 } => Wrong("times", "1 or more"),
            { Probability: < 0 or > 1 or double.NaN } => Wrong("probability", "a number from 0 to 1"),
            _ when kind == FaultKind.Status && body.Status is not (>= 400 and <= 599) =>
                Wrong("status", "a number from 400 to 599"),
            _ when kind == FaultKind.SlowBody && body.BytesPerSecond is not >= 1 => Wrong("bytesPerSecond", "1 or more"),
            _ when kind == FaultKind.Delay && !DurationText.TryParse(body.Delay, out delay) =>
                Wrong("delay", DurationText.Expected),
            { RetryAfter: not null } when !DurationText.TryParse(body.RetryAfter, out retryAfter) =>
                Wrong("retryAfter", DurationText.Expected),
            { Text: { } text } when text.Any(char.IsControl) => Wrong("text", "without control characters"),
            _ => (From(), null),
        };

        Fault From() => new(kind)
        {
            Method = body.Method,
            Path = body.Path,
            App = body.App,
            Person = body.Person,
            Times = body.Times,
            Probability = body.Probability ?? 1,
            Seed = body.Seed ?? 0,
            Status = body.Status ?? 0,
            Text = body.Text
                ?? (kind == FaultKind.RateLimit ? "Too many requests; nothing was done." : "A fault on purpose."),
            RetryAfter = body.RetryAfter is null ? kind == FaultKind.RateLimit ? TimeSpan.FromSeconds(1) : null : retryAfter,
            Delay = delay,
            BytesPerSecond = body.BytesPerSecond ?? 0,
        };
    }

    /// <summary>A fault as it goes out.</summary>
    public static FaultBody Write(string id, Fault fault) => new()
    {
        Id = id,
        Kind = Kinds.Single(kind => kind.Value == fault.Kind).Key,
        Method = fault.Method,
        Path = fault.Path,
        App = fault.App,
        Person = fault.Person,
        Times = fault.Times,
        Probability = fault.Probability < 1 ? fault.Probability : null,
        Seed = fault.Probability < 1 ? fault.Seed : null,
        Status = fault.Kind == FaultKind.Status ? fault.Status : null,
        RetryAfter = fault.RetryAfter is { } wait ? DurationText.Format(wait) : null,
        Delay = fault.Kind == FaultKind.Delay ? DurationText.Format(fault.Delay) : null,
        BytesPerSecond = fault.Kind == FaultKind.SlowBody ? fault.BytesPerSecond : null,
    };

    private static (Fault? Fault, string? Problem) Wrong(string member, string expected) =>
        (null, $"{member} must be {expected}.");
}
