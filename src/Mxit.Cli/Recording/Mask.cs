using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>
/// Replaces secrets and personal values. The same secret has the same label in the whole recording, so that one can see where a
/// token is used. The key of the labels exists only in this process.
/// </summary>
internal sealed partial class Mask(bool keepTexts)
{
    private const int MaxKnown = 100_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether texts of people are kept.</summary>
    public bool KeepsTexts => keepTexts;

    /// <summary>The label of a secret. The secret is registered, and masked in all further texts.</summary>
    public string Label(string secret)
    {
        if (secret.Length == 0 || Labelled().IsMatch(secret))
        {
            return secret;
        }

        var label = $"masked-{Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)).AsSpan(0, 6))}";
        if (secret.Length >= 8 && _known.Count < MaxKnown)
        {
            _known.TryAdd(secret, label);
        }

        return label;
    }

    /// <summary>A value, masked by its sensitivity.</summary>
    public string Apply(Sensitivity sensitivity, string value) => sensitivity switch
    {
        Sensitivity.Secret => Label(value),
        Sensitivity.Personal when !keepTexts && !IsIdentifier(value) => Shape(value),
        _ => Known(value),
    };

    /// <summary>A text in which all registered secrets are masked.</summary>
    public string Known(string text) => Word().Replace(
        text, word => _known.TryGetValue(word.Value, out var label) ? label : word.Value);

    /// <summary>
    /// A text of the same length with the same punctuation and line breaks, but other letters and digits. Places of links are
    /// kept: <c>{0}</c>.
    /// </summary>
    public static string Shape(string text)
    {
        if (Date().IsMatch(text))
        {
            return "/Date(0+0000)/";
        }

        var shape = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            shape.Append(rune switch
            {
                _ when !rune.IsAscii && !Rune.IsWhiteSpace(rune) => "é",
                _ when Rune.IsDigit(rune) => "0",
                _ when Rune.IsUpper(rune) => "X",
                _ when Rune.IsLetter(rune) => "x",
                _ => rune.ToString(),
            });
        }

        // The places can be restored only if the length has not changed.
        if (shape.Length == text.Length)
        {
            foreach (Match place in Place().Matches(text))
            {
                shape.Remove(place.Index, place.Length).Insert(place.Index, place.Value);
            }
        }

        return shape.ToString();
    }

    // Ids and versions contain no texts of people.
    private static bool IsIdentifier(string value) =>
        value.Length == 0 || UserId().IsMatch(value) || Guid.TryParseExact(value, "D", out _)
        || (value.Length < 16 && Version.TryParse(value, out _)) || bool.TryParse(value, out _)
        || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 10_000;

    [GeneratedRegex("^m[0-9]{7,11}$")]
    private static partial Regex UserId();

    [GeneratedRegex(@"^/Date\(-?[0-9]+([+-][0-9]{4})?\)/$")]
    private static partial Regex Date();

    [GeneratedRegex("^masked-[0-9a-f]{12}$")]
    private static partial Regex Labelled();

    [GeneratedRegex(@"\{[0-9]{1,2}\}")]
    private static partial Regex Place();

    // The characters of tokens, secrets and passwords.
    [GeneratedRegex(@"[A-Za-z0-9_\-.~!@$^*]{8,}")]
    private static partial Regex Word();
}
