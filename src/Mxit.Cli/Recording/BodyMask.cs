using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>Masks what stands in bodies and queries, and leaves everything else as it came, spaces and order too.</summary>
internal sealed partial class BodyMask(Mask mask)
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

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
                // Not a pair: nobody knows what it is.
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

    /// <summary>The target of a request, or an address that is led to: the path stays, the query and user information are masked.</summary>
    public string Target(string target)
    {
        target = UserInformation().Replace(target, found => $"//{mask.Label(found.Groups[1].Value)}@");
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? mask.Known(target) : $"{mask.Known(target[..query])}?{Pairs(target[(query + 1)..])}";
    }

    /// <summary>JSON; <see langword="null"/> when it is none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="isError">A refusal of the server, whose text is its own and repeats nothing personal.</param>
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
                        || (!mask.KeepsTexts && reader.ValueSpan.Length > 4 && Sensitivities.OfMember(member) == Sensitivity.Personal):
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

    // As it was written: a date has its slashes escaped.
    private static string Quote(string value, ReadOnlySpan<byte> before)
    {
        var quoted = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        return $"\"{(before.IndexOf("\\/"u8) >= 0 ? quoted.Replace("/", "\\/", StringComparison.Ordinal) : quoted)}\"";
    }

    /// <summary>Any other text: what looks like a secret is masked; without texts, everything else is too.</summary>
    public string Text(string text)
    {
        var masked = mask.Known(NamedSecret().Replace(text, found => found.Groups[1].Value + mask.Label(found.Groups[2].Value)));
        return mask.KeepsTexts ? masked : Mask.Shape(text);
    }

    [GeneratedRegex("//([^/@?#\\s]+)@")]
    private static partial Regex UserInformation();

    // Names and values in what is not quite JSON or a form, and hidden fields of pages.
    [GeneratedRegex(
        "(?i)((?:access_token|refresh_token|id_token|client_secret|code_verifier|password|token|code|state|__RequestVerificationToken)" +
        "\"?\\s*(?:[:=]|\"\\s+value=)\\s*\"?)([^\"&,}<>\\s]+)")]
    private static partial Regex NamedSecret();
}
