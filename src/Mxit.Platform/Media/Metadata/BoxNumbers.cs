using System.Text;

namespace Mxit.Platform.Media.Metadata;

/// <summary>Reads what is in a box one after the other. At the end there are zeros.</summary>
internal sealed class BoxNumbers(FileWindow content)
{
    /// <summary>Where the next number is.</summary>
    public long Position { get; private set; }

    public bool IsAtEnd => Position >= content.Length;

    /// <summary>The version of the box; what comes behind it are flags.</summary>
    public int ReadVersion() => (int)(Read(4) >> 24);

    /// <summary>A number of up to 8 bytes; one that is too large for us is larger than any file all the same.</summary>
    public long Read(int length)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..Math.Min(length, 8)];
        content.Read(Position, bytes);
        Position += length;
        var number = 0UL;
        foreach (var value in bytes)
        {
            number = (number << 8) | value;
        }

        return (long)Math.Min(number, long.MaxValue / 4);
    }

    public string ReadLetters(int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        bytes = bytes[..content.Read(Position, bytes)];
        Position += length;
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>A text that ends with a zero, or at the end.</summary>
    public string ReadText(int maxLength)
    {
        var rest = content.Slice(Position, maxLength);
        var end = rest.IndexOf([0], 0);
        var text = ReadLetters((int)(end < 0 ? rest.Length : end));
        Position++;
        return text;
    }
}
