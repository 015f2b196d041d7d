using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Mxit.Wire;

/// <summary>
/// Escapes only what RFC 8259 requires: the quotation mark, the backslash and the control characters below U+0020.
/// <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/> comes close but escapes everything outside the basic plane,
/// and python-mxit does not unescape: a name with an emoji would arrive as <c>\uD83D\uDE00</c>. Source: wire document,
/// section 1.3.
/// </summary>
internal sealed class LiteralJsonEncoder : JavaScriptEncoder
{
    private const string RequiredCharacters =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\";

    private static readonly SearchValues<byte> RequiredBytes = SearchValues.Create(Encoding.ASCII.GetBytes(RequiredCharacters));

    // Surrogates are looked at one scalar at a time: a lone one is replaced, a pair is written literally.
    private static readonly SearchValues<char> RequiredOrSurrogate = SearchValues.Create(
        [.. RequiredCharacters, .. Enumerable.Range(0xD800, 0x800).Select(static value => (char)value)]);

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var remaining = new ReadOnlySpan<char>(text, textLength);
        var index = 0;
        while (true)
        {
            var step = remaining[index..].IndexOfAny(RequiredOrSurrogate);
            if (step < 0)
            {
                return -1;
            }

            index += step;
            if (Rune.DecodeFromUtf16(remaining[index..], out var rune, out var length) != OperationStatus.Done
                || WillEncode(rune.Value))
            {
                return index;
            }

            index += length;
        }
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var index = utf8Text.IndexOfAny(RequiredBytes);
        var literal = index < 0 ? utf8Text : utf8Text[..index];
        return Utf8.IsValid(literal) ? index : base.FindFirstCharacterToEncodeUtf8(utf8Text);
    }

    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        if (!WillEncode(unicodeScalar))
        {
            // Reached for the replacement of ill-formed input.
            return new Rune(unicodeScalar).TryEncodeToUtf16(output, out numberOfCharactersWritten);
        }

        var shortForm = unicodeScalar switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (shortForm == '\0')
        {
            return output.TryWrite($"\\u{unicodeScalar:X4}", out numberOfCharactersWritten);
        }

        numberOfCharactersWritten = 0;
        if (output.Length < 2)
        {
            return false;
        }

        (output[0], output[1]) = ('\\', shortForm);
        numberOfCharactersWritten = 2;
        return true;
    }
}
