using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>
/// The content of an error body. Bodies are flat objects, JSON strings, plain text, pages of a proxy, empty, truncated or binary;
/// each of them is readable. Source: wire document, section 1.5.
/// </summary>
internal sealed partial record ErrorBody(string? Error, string? Description)
{
    public const int MaxDescriptionLength = 1000;

    private const int MaxErrorLength = 100;
    private const int ShortestWithinWords = 4;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.@+");

    public static ErrorBody Read(ReadOnlySpan<byte> body)
    {
        // Invalid bytes become U+FFFD, so that the JSON reader does not fail on them.
        var text = Encoding.UTF8.GetString(ApiReply.WithoutPreamble(body)).Trim();
        return ReadJson(text) ?? new ErrorBody(null, text.StartsWith('<') ? null : text);
    }

    /// <summary>The content for an exception: one line, limited in length, without confidential texts.</summary>
    public ErrorBody Clean(IEnumerable<string> confidential)
    {
        var (error, description) = (Error, Description);

        // Trimmed, because the server may have trimmed them. The longest first, because a text can contain a shorter one.
        var secrets = confidential
            .Where(static secret => !string.IsNullOrWhiteSpace(secret))
            .Select(static secret => secret.Trim())
            .SelectMany(Forms)
            .OrderByDescending(static secret => secret.Length);
        foreach (var secret in secrets)
        {
            (error, description) = (Hide(secret, error), Hide(secret, description));
        }

        return new ErrorBody(OneLine(error, MaxErrorLength), OneLine(description, MaxDescriptionLength));
    }

    /// <summary>
    /// The recipients after "Unknown recipient:" or "Unknown recipients:"; empty when the text says something else.
    /// </summary>
    public IReadOnlyList<string> UnknownRecipients() =>
        UnknownRecipientsText().Match(Description ?? "") is { Success: true } match
            ? [.. match.Groups[1].Value
                .Split([',', ';', ' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .Select(static id => id.Trim('.', '"', '\'', '[', ']'))
                .Where(static id => id.Length > 0 && id.AsSpan().IndexOfAnyExcept(IdCharacters) < 0)
                .Distinct(StringComparer.Ordinal)]
            : [];

    public static string? OneLine(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = Controls().Replace(text, " ").Trim();
        return line.Length <= maxLength ? line : line[..(maxLength - 1)] + '…';
    }

    // A folder called "a" must not remove that letter from every word.
    private static string? Hide(string secret, string? text) =>
        text is null ? null
        : secret.Length >= ShortestWithinWords ? text.Replace(secret, "***", StringComparison.Ordinal)
        : Regex.Replace(
            text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(secret)}(?![\p{{L}}\p{{N}}])", "***", RegexOptions.CultureInvariant);

    /// <summary>A text, and its escaped forms in a body or an address that a server quotes.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        if (JsonSerializer.Serialize(secret, MxitJson.Wire.String)[1..^1] is var quoted && quoted != secret)
        {
            yield return quoted;
        }

        if (Uri.EscapeDataString(secret) is var escaped && escaped != secret)
        {
            yield return escaped;
            yield return escaped.Replace("%20", "+", StringComparison.Ordinal);
        }
    }

    private static ErrorBody? ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => new ErrorBody(Member(root, "error"), Member(root, "error_description")),
                JsonValueKind.String => new ErrorBody(null, root.GetString()),
                _ => null,
            };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escaped lone surrogate in it: then it is text.
            return null;
        }
    }

    private static string? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(
        @"unknown\s+recipients?\s*:?\s+(.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex UnknownRecipientsText();

    [GeneratedRegex(@"[\p{Cc}\p{Cs}\u2028\u2029]+")]
    private static partial Regex Controls();
}
