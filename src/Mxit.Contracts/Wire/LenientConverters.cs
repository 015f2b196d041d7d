using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// Writes JSON booleans; reads <c>true</c>, <c>false</c>, the same as strings in any case, and 0 and 1 in either form.
/// Old clients send strings. Source: wire document, section 1.3.
/// </summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1 => number == 1,
            JsonTokenType.String => ReadText(reader.GetString()!),
            _ => throw new JsonException("A boolean was expected: true or false."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } known)
        {
            writer.WriteBooleanValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static bool ReadText(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new JsonException("A boolean was expected: true or false."),
    };
}

/// <summary>
/// Writes JSON integers; reads integers and numeric strings, since old clients send both. Source: wire document, section 1.3.
/// </summary>
internal sealed class LenientInt32Converter : JsonConverter<int?>
{
    /// <inheritdoc/>
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetInt32(out var number):
                return number;
            case JsonTokenType.String when int.TryParse(
                reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                throw new JsonException("A whole number of at most 32 bits was expected.");
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } known)
        {
            writer.WriteNumberValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>
/// Writes recipients as one string with commas, as the historic service wants them; reads that string or an array of
/// strings, trimmed, without empty entries and without repeats, in the order given. Source: wire document, section 3.1.
/// </summary>
internal sealed class RecipientListConverter : JsonConverter<IReadOnlyList<string>?>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return Distinct(reader.GetString()!.Split(
                    ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            case JsonTokenType.StartArray:
                var ids = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType != JsonTokenType.String)
                    {
                        throw new JsonException("Recipients were expected: one string with commas, or an array of strings.");
                    }

                    if (reader.GetString()!.Trim() is { Length: > 0 } id)
                    {
                        ids.Add(id);
                    }
                }

                return Distinct(ids);
            default:
                throw new JsonException("Recipients were expected: one string with commas, or an array of strings.");
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string>? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(string.Join(',', value));
        }
    }

    private static IReadOnlyList<string> Distinct(IReadOnlyList<string> ids) =>
        ids.Count < 2 ? ids : [.. ids.Distinct(StringComparer.Ordinal)];
}
