namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Goes through XML byte by byte, with nothing of it in memory but a name, and finds where the values are that stand for a
/// place. XML is enough like this: encodings other than UTF-8 and definitions of entities are not allowed in what cameras write.
/// </summary>
internal sealed class XmpScanner(FileWindow packet, PatchCollector found)
{
    private const int End = -1;

    private readonly char[] _name = new char[PlaceNames.MaxLength];
    private long _position;

    // How many elements are open from the one on that stands for a place.
    private int _depth;

    /// <summary>Goes through the packet.</summary>
    /// <returns>Whether it is well-formed, as far as is looked at.</returns>
    public bool TryScan()
    {
        while (true)
        {
            var start = _position;
            if (!SkipTo((byte)'<'))
            {
                return _depth == 0;
            }

            Blank(_depth > 0, start, _position);
            _position++;
            if (!TryReadMarkup())
            {
                return false;
            }
        }
    }

    private bool TryReadMarkup()
    {
        switch (Peek())
        {
            case '!' when packet.Has(_position, "!--"u8):
                return TrySkipPast("!--"u8, "-->"u8);
            case '!' when packet.Has(_position, "![CDATA["u8):
                return TrySkipPast("![CDATA["u8, "]]>"u8);
            case '?':
                return TrySkipPast("?"u8, "?>"u8);
            case '/':
                _depth = Math.Max(0, _depth - 1);
                return SkipTo((byte)'>') && Next() == '>';
            default:
                return TryReadElement();
        }
    }

    private bool TrySkipPast(ReadOnlySpan<byte> opening, ReadOnlySpan<byte> closing)
    {
        var start = _position + opening.Length;
        var end = packet.IndexOf(closing, start);
        if (end < 0)
        {
            return false;
        }

        Blank(_depth > 0 && opening[0] != '?', start, end);
        _position = end + closing.Length;
        return true;
    }

    private bool TryReadElement()
    {
        if (ReadName() is not { Length: > 0 } name)
        {
            return false;
        }

        var isPlace = _depth > 0 || PlaceNames.IsPlace(name);
        while (true)
        {
            SkipSpace();
            switch (Peek())
            {
                case '>':
                    _position++;
                    _depth += isPlace ? 1 : 0;
                    return true;
                case '/':
                    _position++;
                    return Next() == '>';
                default:
                    if (!TryReadAttribute(isPlace))
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    private bool TryReadAttribute(bool isInPlace)
    {
        if (ReadName() is not { Length: > 0 } name)
        {
            return false;
        }

        SkipSpace();
        if (Next() != '=')
        {
            return false;
        }

        SkipSpace();
        var quote = Next();
        var start = _position;
        if (quote is not ('"' or '\'') || !SkipTo((byte)quote))
        {
            return false;
        }

        Blank(!IsSyntax(name) && (isInPlace || PlaceNames.IsPlace(name)), start, _position);
        _position++;
        return true;
    }

    // Attributes that tell how to read the rest, and no value.
    private static bool IsSyntax(string name) =>
        name.StartsWith("xml", StringComparison.Ordinal) || name.EndsWith(":parseType", StringComparison.Ordinal);

    private void Blank(bool isPlace, long start, long end)
    {
        if (isPlace && HasText(start, end))
        {
            packet.Fill(found, start, end - start, (byte)' ');
        }
    }

    private bool HasText(long start, long end)
    {
        while (start < end && packet.Peek(start) is { IsEmpty: false } bytes)
        {
            bytes = bytes[..(int)Math.Min(bytes.Length, end - start)];
            if (bytes.ContainsAnyExcept(" \t\r\n"u8))
            {
                return true;
            }

            start += bytes.Length;
        }

        return false;
    }

    // Stops at a zero: there are some between the characters of UTF-16, which thus is not well-formed.
    private string ReadName()
    {
        var length = 0;
        for (var value = Peek(); value is not (End or 0 or '=' or '>' or '/' or '<' or '"' or '\'') && !IsSpace(value); value = Peek())
        {
            if (length < _name.Length)
            {
                _name[length] = (char)value;
            }

            length++;
            _position++;
        }

        // One that is longer stands for nothing that is known.
        return new string(_name, 0, Math.Min(length, _name.Length));
    }

    private void SkipSpace()
    {
        while (IsSpace(Peek()))
        {
            _position++;
        }
    }

    private static bool IsSpace(int value) => value is ' ' or '\t' or '\r' or '\n';

    private bool SkipTo(byte value)
    {
        var index = packet.IndexOf([value], _position);
        _position = index >= 0 ? index : packet.Length;
        return index >= 0;
    }

    private int Next()
    {
        var value = Peek();
        _position++;
        return value;
    }

    private int Peek() => packet.Peek(_position) is { IsEmpty: false } bytes ? bytes[0] : End;
}
