using System.Globalization;

namespace Mxit.Check.Checker;

/// <summary>Texts that tell which message they are of: its number, a space, and something of one of many lengths.</summary>
internal static class MessageText
{
    private static readonly string[] Words =
    [
        "howzit", "see you at 5", "where r u?", "*bold* /slanted/ _lined_", "ek is laat", "😀🎉", "ngiyabonga", "\"quoted\\\"",
        "line\nbreak",
        "môre", "#ff0000red", "<b>no tag</b>", "a rather longer piece of text, as people write when they have time",
    ];

    public static string Make(int number, Random random)
    {
        // Not for secrets.
#pragma warning disable CA5394
        var words = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Words[random.Next(Words.Length)]);
#pragma warning restore CA5394
        return string.Create(CultureInfo.InvariantCulture, $"{number} {string.Join(' ', words)}");
    }

    public static bool TryReadNumber(string text, out int number)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return int.TryParse(text.AsSpan(0, Math.Max(space, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
