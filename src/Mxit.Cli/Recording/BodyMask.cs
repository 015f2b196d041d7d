using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>Masks values in bodies and queries. Everything else is kept, also spaces and order.</summary>
internal sealed partial class BodyMask(Mask mask)
{
    private static readonly JsonReaderOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>A query or a form: names and values between <c>&amp;</c> and <c>=</c>.</summary>
    public string Pairs(string text)
    {
        var masked = new StringBuilder(text.Length);
        foreach (var pair in text.Split('&'))
        {
            masked.Append(masked.Length > 0 ? "&" : "");
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                // Not a pair, so its meaning is unknown.
                masked.Append(mask.Apply(Sensitivity.Personal, pair));
                continue;
            }

            var name = WebUtility.UrlDecode(pair[..equals]);
            var raw = pair[(equals + 1)..];
            var value = WebUtility.UrlDecode(raw);
            var shown = mask.Apply(Sensitivities.OfMember(name), value);
            masked.Append(mask.Known(pair[..equals])).Append('=').Append(shown == value ? raw : Uri.EscapeDataString(shown));
        }

        return masked.ToString();
    }

    /// <summary>The target of a request or a redirect: the path is kept, the query and the user information are masked.</summary>
    public string Target(string target)
    {
        target = UserInformation().Replace(target, found => $"//{mask.Label(found.Groups[1].Value)}@");
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? mask.Known(target) : $"{mask.Known(target[..query])}?{Pairs(target[(query + 1)..])}";
    }

    /// <summary>JSON; <see langword="null"/> for other texts.</summary>
    /// <param name="json">The text.</param>
    /// <param name="isError">An error of the server. Its text contains nothing personal.</param>
    public string? JsonOrNull(ReadOnlySpan<byte> json, bool isError)
    {
        var masked = new ArrayBufferWriter<byte>(json.Length + 64);
        var done = 0;
        string? member = null;
        try
        {
            var reader = new Utf8JsonReader(json, Lenient);
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        member = reader.GetString();
                        break;
                    case JsonTokenType.String:
                        var isBare = reader.CurrentDepth == 0;
                        var value = reader.GetString()!;
                        var shown = mask.Apply(isBare && isError ? Sensitivity.Open : Sensitivities.OfMember(member), value);
                        if (shown != value)
                        {
                            Replace((int)reader.TokenStartIndex, reader, Quote(shown, reader.ValueSpan), json);
                        }

                        break;
                    case JsonTokenType.Number when Sensitivities.OfMember(member) == Sensitivity.Secret
                        || (!mask.KeepsTexts && reader.ValueSpan.Length > 4
                            && Sensitivities.OfMember(member) == Sensitivity.Personal):
                        Replace((int)reader.TokenStartIndex, reader, "0", json);
                        break;
                }
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }

        masked.Write(json[done..]);
        return Encoding.UTF8.GetString(masked.WrittenSpan);

        void Replace(int start, in Utf8JsonReader reader, string with, ReadOnlySpan<byte> source)
        {
            masked.Write(source[done..start]);
            masked.Write(Encoding.UTF8.GetBytes(with));
            done = (int)reader.BytesConsumed;
        }
    }

    // Unchanged: the slashes of a date are escaped.
    private static string Quote(string value, ReadOnlySpan<byte> before)
    {
        var quoted = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        return $"\"{(before.IndexOf("\\/"u8) >= 0 ? quoted.Replace("/", "\\/", StringComparison.Ordinal) : quoted)}\"";
    }

    /// <summary>Any other text: possible secrets are masked; without texts, everything is masked.</summary>
    public string Text(string text)
    {
        var masked = mask.Known(NamedSecret().Replace(text, found => found.Groups[1].Value + mask.Label(found.Groups[2].Value)));
        return mask.KeepsTexts ? masked : Mask.Shape(text);
    }

    [GeneratedRegex("//([^/@?#\\s]+)@")]
    private static partial Regex UserInformation();

    // Names and values in malformed JSON and forms, and hidden fields of pages.
    [GeneratedRegex(
        "(?i)((?:access_token|refresh_token|id_token|client_secret|code_verifier|password|token|code|state|__RequestVerificationToken)" +
        "\"?\\s*(?:[:=]|\"\\s+value=)\\s*\"?)([^\"&,}<>\\s]+)")]
    private static partial Regex NamedSecret();
}
