using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mxit;

/// <summary>
/// Reads and writes the ids, states and kinds of this library as JSON strings; an absent or empty text becomes the default value.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class MxitTextConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => default,
            JsonTokenType.String => Parse(reader.GetString()),
            _ => throw new JsonException("A text was expected."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);

    private static T Parse(string? text) => T.TryParse(text, provider: null, out var value) ? value : default;
}
