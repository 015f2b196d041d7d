using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// Reads numbers of replies: with a fraction, with an exponent, of any length, as strings. One number that an old or foreign
/// server writes in its own way must not make a whole answer unreadable.
/// </summary>
internal static class ReplyNumber
{
    /// <summary>The whole part of the number, or as much as fits; <see langword="null"/> for what is no number.</summary>
    public static long? ReadOrNull(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var exact):
                return exact;
            case JsonTokenType.Number:
                // What is beyond a double is infinite.
                return reader.TryGetDouble(out var number) ? Whole(number) : null;
            case JsonTokenType.String:
                return Parse(reader.GetString()!.Trim());
            default:
                reader.Skip();
                return null;
        }
    }

    public static int ToInt32(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact) ? exact
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !text.AsSpan().ContainsAny('N', 'I', '∞')
            ? Whole(number)
            : null;

    private static long Whole(double number) => double.IsNaN(number) ? 0 : (long)Math.Clamp(number, long.MinValue, long.MaxValue);
}

/// <summary>A life in seconds. Text that is no number is an error: nobody knows how long the token lives then.</summary>
internal sealed class SecondsConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null
        : ReplyNumber.ReadOrNull(ref reader) is { } seconds ? ReplyNumber.ToInt32(seconds)
        : throw new JsonException("A number of seconds was expected.");

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value!.Value);
}

/// <summary>How many there are; 0 when that cannot be read.</summary>
internal sealed class CountConverter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Math.Max(0, ReplyNumber.ToInt32(ReplyNumber.ReadOrNull(ref reader) ?? 0));

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>How many bytes there are; 0 when that cannot be read.</summary>
internal sealed class SizeConverter : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Math.Max(0, ReplyNumber.ReadOrNull(ref reader) ?? 0);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}

/// <summary>An age in years; not known when it cannot be read.</summary>
internal sealed class AgeConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReplyNumber.ReadOrNull(ref reader) is { } years and >= 0 and <= int.MaxValue ? (int)years : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value!.Value);
}

/// <summary>
/// An enumeration, written as its number; read from the number or the name. A number without a name is kept as it is; what is
/// neither is not known.
/// </summary>
internal sealed class OpenEnumConverter<TEnum> : JsonConverter<TEnum?>
    where TEnum : struct, Enum
{
    public override TEnum? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return ReplyNumber.ReadOrNull(ref reader) switch
        {
            >= int.MinValue and <= int.MaxValue and { } number => (TEnum)Enum.ToObject(typeof(TEnum), (int)number),
            null when name is not null && Enum.TryParse<TEnum>(name.Trim(), ignoreCase: true, out var named)
            && Enum.IsDefined(named) => named,
            _ => null,
        };
    }

    public override void Write(Utf8JsonWriter writer, TEnum? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Convert.ToInt32(value!.Value, CultureInfo.InvariantCulture));
}

/// <summary>The same for one that is always there: what is not known is the default.</summary>
internal sealed class ClosedEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly OpenEnumConverter<TEnum> Inner = new();

    public override bool HandleNull => true;

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : Inner.Read(ref reader, typeof(TEnum?), options) ?? default;

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        Inner.Write(writer, value, options);
}

/// <summary>A boolean; <see langword="false"/> when it cannot be read.</summary>
internal sealed class FlagConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return ReplyNumber.ReadOrNull(ref reader) is { } number
            ? number != 0
            : string.Equals(text?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value);
}
