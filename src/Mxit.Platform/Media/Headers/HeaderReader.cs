using System.Buffers.Binary;

namespace Mxit.Platform.Media.Headers;

/// <summary>Reads numbers from a stream, a small piece in memory at a time.</summary>
/// <param name="stream">A stream that can seek.</param>
internal sealed class HeaderReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[8 * 1024];
    private int _position;
    private int _filled;

    /// <summary>The next byte; -1 at the end.</summary>
    public int ReadByteOrEnd() => _position < _filled || Fill() ? _buffer[_position++] : -1;

    /// <summary>The next byte.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public byte ReadByte() => ReadByteOrEnd() is >= 0 and var value ? (byte)value : throw new EndOfStreamException();

    public int ReadUInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Read(2));

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(2));

    public int ReadUInt24() => ReadByte() | (ReadByte() << 8) | (ReadByte() << 16);

    public uint ReadUInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Read(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(4));

    public int ReadInt32() => (int)ReadUInt32();

    /// <summary>The next bytes; overwritten by the next call.</summary>
    /// <exception cref="EndOfStreamException">There are not as many.</exception>
    public ReadOnlySpan<byte> Read(int count) =>
        ReadAtMost(count) is var bytes && bytes.Length == count ? bytes : throw new EndOfStreamException();

    /// <summary>The next bytes, or fewer at the end; overwritten by the next call.</summary>
    public ReadOnlySpan<byte> ReadAtMost(int count)
    {
        if (_filled - _position < count)
        {
            var rest = _buffer.AsSpan(_position, _filled - _position);
            rest.CopyTo(_buffer);
            (_position, _filled) = (0, rest.Length);
            _filled += stream.ReadAtLeast(_buffer.AsSpan(_filled), count - _filled, throwOnEndOfStream: false);
        }

        var start = _position;
        _position = Math.Min(_filled, start + count);
        return _buffer.AsSpan(start, _position - start);
    }

    /// <summary>Goes over bytes; beyond the end, where there is nothing to read, if there are not as many.</summary>
    public void Skip(long count)
    {
        var buffered = Math.Min(count, _filled - _position);
        _position += (int)buffered;
        if (count > buffered)
        {
            stream.Position = Math.Min(stream.Length, stream.Position + count - buffered);
        }
    }

    /// <summary>Goes to the next byte of this value, which is not read yet.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SkipTo(byte value)
    {
        do
        {
            var index = _buffer.AsSpan(_position, _filled - _position).IndexOf(value);
            if (index >= 0)
            {
                _position += index;
                return true;
            }
        }
        while (Fill());
        return false;
    }

    private bool Fill()
    {
        _position = 0;
        _filled = stream.Read(_buffer);
        return _filled > 0;
    }
}
