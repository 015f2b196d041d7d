using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mxit.Internal;

/// <summary>
/// Reads the name of a file from <c>Content-Disposition</c> (RFC 6266), including common mistakes of servers: plain UTF-8,
/// encoded words, missing quotes. The result is safe to show and to save under: it has no folder and no control characters.
/// </summary>
internal static partial class DispositionFileName
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name; <see langword="null"/> when there is none, or none that is safe.</summary>
    /// <param name="header">The header with one character for each byte, as HTTP clients return it.</param>
    public static string? Read(string header)
    {
        var parameters = Parameters(Utf8OrSame(header));
        return (parameters.TryGetValue("filename*", out var extended) ? Safe(ExtendedOrNull(extended)) : null)
            ?? (parameters.TryGetValue("filename", out var plain) ? Safe(EncodedWordsOrNull(plain) ?? plain) : null);
    }

    /// <summary>Decodes bytes that are valid UTF-8 as UTF-8.</summary>
    private static string Utf8OrSame(string header)
    {
        if (Ascii.IsValid(header) || header.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            return header;
        }

        return TextOrNull(StrictUtf8, Encoding.Latin1.GetBytes(header)) ?? header;
    }

    /// <summary>The parameters; the first of several with the same name.</summary>
    private static Dictionary<string, string> Parameters(string header)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < header.Length; index++)
        {
            var end = header.AsSpan(index).IndexOfAny('=', ';') is var found and >= 0 ? index + found : header.Length;
            var name = header[index..end].Trim();
            index = end;
            if (index < header.Length && header[index] == '=')
            {
                parameters.TryAdd(name, Value(header, ref index));
            }
        }

        return parameters;
    }

    /// <summary>The value after the equals sign; afterwards the index is on the next semicolon, or at the end.</summary>
    private static string Value(string header, ref int index)
    {
        do
        {
            index++;
        }
        while (index < header.Length && header[index] is ' ' or '\t');

        if (index == header.Length || header[index] != '"')
        {
            var start = index;
            index = header.IndexOf(';', start) is var end and >= 0 ? end : header.Length;
            return header[start..index].Trim();
        }

        var value = new StringBuilder();
        for (index++; index < header.Length && header[index] != '"'; index++)
        {
            if (header[index] == '\\' && index + 1 < header.Length)
            {
                index++;
            }

            value.Append(header[index]);
        }

        index = index < header.Length && header.IndexOf(';', index) is var next and >= 0 ? next : header.Length;
        return value.ToString();
    }

    /// <summary>A text as in <c>UTF-8''%C3%AB</c> (RFC 8187, section 3.2).</summary>
    private static string? ExtendedOrNull(string value) =>
        value.Split('\'', 3) is [var charset, _, var text]
        && EncodingOrNull(charset) is { } encoding
        && UnescapedOrNull(text, '%') is { } bytes
            ? TextOrNull(encoding, bytes)
            : null;

    /// <summary>A text as in <c>=?UTF-8?Q?=C3=AB?=</c> (RFC 2047), which HTTP does not allow, but some servers send.</summary>
    private static string? EncodedWordsOrNull(string value)
    {
        if (EncodedWords().Match(value) is not { Success: true } match
            || match.Groups["charset"].Captures.Select(static capture => capture.Value).Distinct().ToList() is not [var charset]
            || EncodingOrNull(charset) is not { } encoding)
        {
            return null;
        }

        var bytes = new List<byte>();
        foreach (var (form, text) in match.Groups["form"].Captures.Zip(match.Groups["text"].Captures))
        {
            if ((form.Value is "B" or "b"
                ? Base64OrNull(text.Value)
                : UnescapedOrNull(text.Value.Replace('_', ' '), '=')) is not { } word)
            {
                return null;
            }

            bytes.AddRange(word);
        }

        return TextOrNull(encoding, [.. bytes]);
    }

    private static Encoding? EncodingOrNull(string charset) => charset.Trim().ToUpperInvariant() switch
    {
        "UTF-8" or "US-ASCII" => StrictUtf8,
        "ISO-8859-1" => Encoding.Latin1,
        _ => null,
    };

    private static string? TextOrNull(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static byte[]? Base64OrNull(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static byte[]? UnescapedOrNull(string text, char escape)
    {
        var parts = text.Split(escape);
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(parts[0]));
        foreach (var part in parts.Skip(1))
        {
            if (part.Length < 2
                || !byte.TryParse(part.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                return null;
            }

            bytes.Add(one);
            bytes.AddRange(Encoding.UTF8.GetBytes(part[2..]));
        }

        return [.. bytes];
    }

    /// <summary>
    /// The last part of the name, without a folder. Marks that change the direction of writing are removed; they make
    /// <c>gpj.exe</c> look like <c>exe.jpg</c>.
    /// </summary>
    private static string? Safe(string? given)
    {
        var text = given is null ? "" : DirectionMarks().Replace(given, "");
        var name = text[(text.LastIndexOfAny(['/', '\\', ':']) + 1)..].Trim();
        return name.AsSpan().IndexOfAnyExcept('.', ' ') < 0 || Unprintable().IsMatch(name) ? null : name;
    }

    [GeneratedRegex(
        @"\A(?:=\?(?<charset>[A-Za-z0-9-]+)(?:\*[A-Za-z-]+)?\?(?<form>[BbQq])\?(?<text>[^?\s]*)\?=(?:\s+|\z))+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedWords();

    [GeneratedRegex(@"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")]
    private static partial Regex DirectionMarks();

    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}]")]
    private static partial Regex Unprintable();
}
