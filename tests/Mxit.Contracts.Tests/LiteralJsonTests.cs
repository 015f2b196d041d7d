using System.Text;
using System.Text.Json;
using CsCheck;
using Mxit.Wire;

namespace Mxit.Contracts.Tests;

public class LiteralJsonTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("Sawubona, Zoë! 😀👩‍👩‍👧", "\"Sawubona, Zoë! 😀👩‍👩‍👧\"")]
    [InlineData("<a href='x'>&+/`", "\"<a href='x'>&+/`\"")]
    [InlineData("\u007f\u0085\u2028\u2029\ufeff\ue000", "\"\u007f\u0085\u2028\u2029\ufeff\ue000\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"")]
    [InlineData("\u0001 \u001f", "\"\\u0001 \\u001F\"")]
    [InlineData("😀\"😀", "\"😀\\\"😀\"")]
    public void Nothing_is_escaped_that_json_does_not_require(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Write(text)));

    [Theory]
    [InlineData("lone \ud83d high")]
    [InlineData("lone \ude00 low")]
    [InlineData("at the end \ud83d")]
    public void A_lone_surrogate_is_replaced(string text) =>
        Assert.Equal(
            "\"" + text.Replace('\ud83d', '\ufffd').Replace('\ude00', '\ufffd') + "\"", Encoding.UTF8.GetString(Write(text)));

    [Fact]
    public void Every_well_formed_text_survives_and_is_written_without_needless_escapes() =>
        Gen.String[Gen.OneOf(Gen.Char['\0', 'ÿ'], Gen.Char['\u2000', '\u3000'])].Sample(text =>
        {
            var json = Encoding.UTF8.GetString(Write(text + "😀" + text));
            var escapes = json.Count(c => c == '\\');
            var required = 2 * text.Sum(c => c == '\\' ? 2 : c is < ' ' or '"' ? 1 : 0);
            return escapes == required && JsonSerializer.Deserialize(json, MxitJson.Wire.String) == text + "😀" + text;
        });

    [Fact]
    public void Text_longer_than_a_buffer_survives()
    {
        var text = string.Concat(Enumerable.Repeat("wé😀\"", 10_000));

        var json = Write(text);

        Assert.Equal(text, JsonSerializer.Deserialize(json, MxitJson.Wire.String));
        Assert.Equal(Encoding.UTF8.GetByteCount(text) + 10_000 + 2, json.Length);
    }

    [Fact]
    public void Names_and_utf8_values_take_the_same_road()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = MxitJson.Wire.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("é😀\n"u8, "ü😀\\"u8);
            writer.WriteEndObject();
        }

        Assert.Equal("{\"é😀\\n\":\"ü😀\\\\\"}", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static byte[] Write(string text) => JsonSerializer.SerializeToUtf8Bytes(text, MxitJson.Wire.String);
}
