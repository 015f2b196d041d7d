using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>A part of a file, or several that together make one run of bytes.</summary>
internal sealed class FileWindow
{
    private readonly FileReader _file;
    private readonly (long Offset, long Length)[] _pieces;

    /// <summary>The whole file.</summary>
    public FileWindow(FileReader file)
        : this(file, [(0, file.Length)])
    {
    }

    private FileWindow(FileReader file, (long Offset, long Length)[] pieces) =>
        (_file, _pieces, Length) = (file, pieces, pieces.Sum(piece => piece.Length));

    public long Length { get; }

    /// <summary>Where in the file it begins.</summary>
    public long Offset => _pieces.Length > 0 ? _pieces[0].Offset : 0;

    /// <summary>Some bytes as a file of their own, for what lies packed in another.</summary>
    public static FileWindow Of(byte[] bytes) =>
        new(new FileReader(new MemoryStream(bytes, writable: false), CancellationToken.None));

    /// <summary>Brings patches of the file in order.</summary>
    public Patch[] Build(PatchCollector found) => found.Build(_file);

    /// <summary>Several parts of one file as one.</summary>
    public static FileWindow Join(IReadOnlyList<FileWindow> parts) =>
        parts.Count == 1 ? parts[0] : new FileWindow(parts[0]._file, [.. parts.SelectMany(part => part._pieces)]);

    /// <summary>A part of this, or as much of it as there is.</summary>
    public FileWindow Slice(long start, long length = long.MaxValue)
    {
        start = Math.Clamp(start, 0, Length);
        length = Math.Clamp(length, 0, Length - start);
        return new FileWindow(_file, [.. Map(start, length)]);
    }

    /// <summary>The bytes from a position on, as many as are in memory but at least one; none at the end.</summary>
    public ReadOnlySpan<byte> Peek(long position)
    {
        foreach (var (offset, length) in position < 0 ? [] : _pieces)
        {
            if (position < length)
            {
                var bytes = _file.Peek(offset + position);
                return bytes[..(int)Math.Min(bytes.Length, length - position)];
            }

            position -= length;
        }

        return default;
    }

    /// <summary>Reads bytes, or fewer at the end.</summary>
    /// <returns>How many.</returns>
    public int Read(long position, Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length && Peek(position + done) is { IsEmpty: false } bytes)
        {
            bytes = bytes[..Math.Min(bytes.Length, buffer.Length - done)];
            bytes.CopyTo(buffer[done..]);
            done += bytes.Length;
        }

        return done;
    }

    public bool TryRead(long position, Span<byte> buffer) => Read(position, buffer) == buffer.Length;

    public bool TryReadUInt16(long position, out int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        var isThere = TryRead(position, bytes);
        value = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return isThere;
    }

    public bool TryReadUInt32(long position, out long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var isThere = TryRead(position, bytes);
        value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return isThere;
    }

    /// <summary>Whether these bytes are at a position.</summary>
    public bool Has(long position, ReadOnlySpan<byte> bytes)
    {
        Span<byte> there = stackalloc byte[bytes.Length];
        return TryRead(position, there) && there.SequenceEqual(bytes);
    }

    /// <summary>Where some bytes are next, from a position on; -1 when they are nowhere.</summary>
    public long IndexOf(ReadOnlySpan<byte> wanted, long position)
    {
        while (Peek(position) is { IsEmpty: false } bytes)
        {
            var index = bytes.IndexOf(wanted);
            if (index >= 0)
            {
                return position + index;
            }

            // What is cut by the end of the page begins in its last bytes.
            var next = position + bytes.Length;
            for (var start = Math.Max(position, next - wanted.Length + 1); start < next; start++)
            {
                if (Has(start, wanted))
                {
                    return start;
                }
            }

            position = next;
        }

        return -1;
    }

    /// <summary>Every byte of a part becomes the same one.</summary>
    public void Fill(PatchCollector found, long start, long length, byte value)
    {
        foreach (var (offset, count) in Map(start, Math.Min(length, Length - start)))
        {
            found.Add(Patch.Fill(offset, count, value));
        }
    }

    /// <summary>Every byte becomes the same one.</summary>
    public void Fill(PatchCollector found, byte value) => Fill(found, 0, Length, value);

    /// <summary>The bytes at a position become others.</summary>
    public void Replace(PatchCollector found, long position, byte[] bytes)
    {
        var done = 0;
        foreach (var (offset, count) in Map(position, Math.Min(bytes.Length, Length - position)))
        {
            found.Add(Patch.Replace(offset, bytes.AsMemory(done, (int)count)));
            done += (int)count;
        }
    }

    private IEnumerable<(long Offset, long Length)> Map(long start, long length)
    {
        foreach (var piece in _pieces)
        {
            if (length <= 0)
            {
                yield break;
            }

            if (start < piece.Length)
            {
                var count = Math.Min(length, piece.Length - start);
                yield return (piece.Offset + start, count);
                length -= count;
                start = 0;
            }
            else
            {
                start -= piece.Length;
            }
        }
    }
}
