using System.Buffers.Binary;
using System.Text;

namespace Mxit.Media.Headers;

/// <summary>Reads numbers from a file, a piece of it in memory at a time.</summary>
/// <param name="stream">A stream that can seek.</param>
/// <param name="stop">Stops the work.</param>
internal sealed class FileReader(Stream stream, CancellationToken stop = default)
{
    /// <summary>The most bytes that can be read at once: as many as a segment of JPEG can have.</summary>
    public const int MaxRead = 64 * 1024;

    private byte[] _buffer = new byte[8 * 1024];
    private int _position;
    private int _filled;
    private long _end;

    /// <summary>How long the file is.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>Where the next byte is.</summary>
    public long Position
    {
        get => _end - _filled + _position;
        set
        {
            var start = _end - _filled;
            if (value >= start && value <= _end)
            {
                _position = (int)(value - start);
            }
            else
            {
                (_position, _filled, _end) = (0, 0, value);
            }
        }
    }

    /// <summary>Another reader of the same file, for what is read at the same time in another place.</summary>
    public FileReader At(long position) => new(stream, stop) { Position = position };

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

    /// <summary>A number of up to 8 bytes; one that is too large for us is larger than any file all the same.</summary>
    public long ReadNumberBigEndian(int length)
    {
        var number = 0UL;
        foreach (var value in Read(length))
        {
            number = (number << 8) | value;
        }

        return (long)Math.Min(number, long.MaxValue / 4);
    }

    /// <summary>Letters in Latin-1, such as the name of a box or a chunk.</summary>
    public string ReadLetters(int count) => Encoding.Latin1.GetString(Read(count));

    /// <summary>The next bytes; overwritten by the next call.</summary>
    /// <exception cref="EndOfStreamException">There are not as many.</exception>
    public ReadOnlySpan<byte> Read(int count) =>
        ReadAtMost(count) is var bytes && bytes.Length == count ? bytes : throw new EndOfStreamException();

    /// <summary>The next bytes, of which there may be more than can be read at once.</summary>
    /// <exception cref="EndOfStreamException">There are not as many.</exception>
    public byte[] ReadArray(int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count; done += MaxRead)
        {
            Read(Math.Min(MaxRead, count - done)).CopyTo(bytes.AsSpan(done));
        }

        return bytes;
    }

    /// <summary>The next bytes, or fewer at the end; overwritten by the next call.</summary>
    public ReadOnlySpan<byte> ReadAtMost(int count)
    {
        count = Math.Min(count, MaxRead);
        if (count > _buffer.Length)
        {
            Array.Resize(ref _buffer, MaxRead);
        }

        if (_filled - _position < count)
        {
            var rest = _buffer.AsSpan(_position, _filled - _position);
            rest.CopyTo(_buffer);
            (_position, _filled) = (0, rest.Length);
            FillUpTo(count);
        }

        var start = _position;
        _position = Math.Min(_filled, start + count);
        return _buffer.AsSpan(start, _position - start);
    }

    /// <summary>Goes over bytes; beyond the end, where there is nothing to read, if there are not as many.</summary>
    public void Skip(long count) => Position = Math.Min(Length, Position + count);

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
        (_position, _filled) = (0, 0);
        FillUpTo(1);
        return _filled > 0;
    }

    private void FillUpTo(int count)
    {
        stop.ThrowIfCancellationRequested();
        if (_end >= Length)
        {
            return;
        }

        stream.Position = _end;
        var read = stream.ReadAtLeast(_buffer.AsSpan(_filled), count - _filled, throwOnEndOfStream: false);
        (_filled, _end) = (_filled + read, _end + read);
    }
}
