using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// A moment as the historic service wrote it, <c>"\/Date(928142400000+0200)\/"</c>: milliseconds since 1970 in UTC, and an
/// offset that tells the local time but does not change the moment. Reads it with or without offset and escapes. Source: wire
/// document, section 1.3.
/// </summary>
internal sealed class WireDateConverter : JsonConverter<DateTimeOffset?>
{
    /// <inheritdoc/>
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireDate.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        WireDate.Write(writer, value);
}

/// <summary>
/// A calendar day, written as its first moment in South Africa, as the historic service did; read as the day at the offset
/// that comes along. Source: wire document, sections 1.3 and 4.7.
/// </summary>
internal sealed class WireDayConverter : JsonConverter<DateOnly?>
{
    /// <inheritdoc/>
    public override DateOnly? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireDate.Read(ref reader) is { } moment ? DateOnly.FromDateTime(moment.DateTime) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateOnly? value, JsonSerializerOptions options) =>
        WireDate.Write(writer, value is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, OffsetOf(day)) : null);

    // The first day of the calendar has not begun anywhere east of Greenwich.
    private static TimeSpan OffsetOf(DateOnly day) => day == DateOnly.MinValue ? TimeSpan.Zero : WireDate.SouthAfrica;
}

/// <summary>The text form of dates.</summary>
internal static class WireDate
{
    private const string Prefix = "/Date(";
    private const string Suffix = ")/";

    /// <summary>The offset of South African standard time, in which the historic service showed its dates.</summary>
    public static TimeSpan SouthAfrica { get; } = TimeSpan.FromHours(2);

    /// <summary>The moment, to the millisecond that the wire keeps, with the offset of the historic service.</summary>
    public static DateTimeOffset FromUtc(DateTime utc) =>
        new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToOffset(SouthAfrica);

    internal static DateTimeOffset? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when TryParse(reader.GetString(), out var moment) => moment,
        _ => throw new JsonException("""A date was expected, such as "\/Date(928142400000+0200)\/"."""),
    };

    internal static void Write(Utf8JsonWriter writer, DateTimeOffset? value)
    {
        if (value is not { } moment)
        {
            writer.WriteNullValue();
            return;
        }

        // Raw, because the escaped slashes are part of the form: WCF wrote them and its readers may ask for them.
        var sign = moment.Offset < TimeSpan.Zero ? '-' : '+';
        writer.WriteRawValue(
            string.Create(
                CultureInfo.InvariantCulture,
                $@"""\/Date({moment.ToUnixTimeMilliseconds()}{sign}{moment.Offset:hhmm})\/"""),
            skipInputValidation: true);
    }

    private static bool TryParse(string? text, out DateTimeOffset moment)
    {
        moment = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(Suffix, StringComparison.Ordinal)
            || text.Length < Prefix.Length + Suffix.Length)
        {
            return false;
        }

        var inner = text.AsSpan()[Prefix.Length..^Suffix.Length];
        var offset = TimeSpan.Zero;
        var sign = inner.LastIndexOfAny('+', '-');
        if (sign > 0)
        {
            if (!TryParseOffset(inner[sign..], out offset))
            {
                return false;
            }

            inner = inner[..sign];
        }

        if (!long.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        // At the two ends of the calendar the local time may not exist; the moment counts, not how it is shown.
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var local = utc.Ticks + offset.Ticks;
        moment = local < DateTime.MinValue.Ticks || local > DateTime.MaxValue.Ticks ? utc : utc.ToOffset(offset);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 5
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes > 59 || (hours * 60) + minutes > 14 * 60)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }
}
