using System.Globalization;
using System.Text.RegularExpressions;

namespace Mxit.Server.Development;

/// <summary>Times as people write them: <c>30s</c>, <c>15m</c>, <c>1h30m</c>, <c>8d</c>.</summary>
internal static partial class DurationText
{
    public const string Expected = "a time such as 30s, 15m, 1h30m or 8d, at most 3650d";

    private static readonly TimeSpan Max = TimeSpan.FromDays(3_650);

    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = default;
        if (Form().Match(text ?? "") is not { Success: true, Length: > 0 } match)
        {
            return false;
        }

        var seconds = 0d;
        foreach (var (group, length) in new[] { ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1) })
        {
            seconds += match.Groups[group] is { Success: true, Value: var digits }
                ? double.Parse(digits, CultureInfo.InvariantCulture) * length
                : 0;
        }

        if (seconds > Max.TotalSeconds)
        {
            return false;
        }

        time = TimeSpan.FromSeconds(seconds);
        return true;
    }

    public static string Format(TimeSpan time) => time == TimeSpan.Zero ? "0s" : string.Concat(
        new[] { (time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m"), (time.Seconds, "s") }
            .Where(part => part.Item1 != 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1}{part.Item2}")));

    [GeneratedRegex(@"^(?:(?<d>\d{1,5})d)?(?:(?<h>\d{1,9})h)?(?:(?<m>\d{1,9})m)?(?:(?<s>\d{1,9}(?:\.\d{1,6})?)s)?$")]
    private static partial Regex Form();
}
