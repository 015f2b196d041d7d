using System.Text;

namespace Mxit.Media.Tests.Metadata;

/// <summary>Writes TIFF and Exif by hand.</summary>
internal sealed class TestTiff(bool isBigEndian, bool isBig = false)
{
    private readonly List<byte> _bytes = [];

    private int OffsetLength => isBig ? 8 : 4;

    /// <summary>Directories one after the other, each with what it refers to behind it.</summary>
    public byte[] Write(params Directory[] chain)
    {
        Add(isBigEndian ? "MM"u8 : "II"u8);
        Add(isBig ? 43 : 42, 2);
        if (isBig)
        {
            Add(8, 2);
            Add(0, 2);
        }

        var link = _bytes.Count;
        Add(0, OffsetLength);
        foreach (var directory in chain)
        {
            link = WriteDirectory(directory, link);
        }

        return [.. _bytes];
    }

    private int WriteDirectory(Directory directory, int link)
    {
        Set(link, _bytes.Count, OffsetLength);
        Add(directory.Entries.Count, isBig ? 8 : 2);
        var entries = _bytes.Count;
        var entryLength = 4 + (2 * OffsetLength);
        _bytes.AddRange(new byte[directory.Entries.Count * entryLength]);
        var next = _bytes.Count;
        Add(0, OffsetLength);
        foreach (var (tag, value) in directory.Entries)
        {
            var place = entries + 4 + OffsetLength;
            var (type, count, bytes) = value switch
            {
                string text => (2, text.Length + 1, Encoding.Latin1.GetBytes(text + '\0')),
                byte[] data => (7, data.Length, data),
                int number => (3, 1, Number(number, 2)),
                (int, int)[] rationals =>
                    (5, rationals.Length,
                        rationals.SelectMany(pair => Number(pair.Item1, 4).Concat(Number(pair.Item2, 4))).ToArray()),
                Place or Directory => (isBig ? 18 : 4, 1, new byte[OffsetLength]),
                _ => throw new ArgumentException($"No entry of {value}."),
            };
            Set(entries, tag, 2);
            Set(entries + 2, type, 2);
            Set(entries + 4, count, OffsetLength);
            if (value is Directory below)
            {
                WriteDirectory(below, place);
            }
            else if (value is Place { Bytes: var pointed })
            {
                Set(place, _bytes.Count, OffsetLength);
                _bytes.AddRange(pointed);
            }
            else if (bytes.Length > OffsetLength)
            {
                Set(place, _bytes.Count, OffsetLength);
                _bytes.AddRange(bytes);
            }
            else
            {
                for (var index = 0; index < bytes.Length; index++)
                {
                    _bytes[place + index] = bytes[index];
                }
            }

            entries += entryLength;
        }

        return next;
    }

    private void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    private void Add(long value, int length) => _bytes.AddRange(Number(value, length));

    private void Set(int position, long value, int length)
    {
        foreach (var part in Number(value, length))
        {
            _bytes[position++] = part;
        }
    }

    private byte[] Number(long value, int length)
    {
        var bytes = Enumerable.Range(0, length).Select(index => (byte)(value >> (8 * index)));
        return [.. isBigEndian ? bytes.Reverse() : bytes];
    }

    /// <summary>A directory: tags with texts, numbers, rationals, bytes, other directories, or bytes at an offset.</summary>
    internal sealed record Directory(SortedDictionary<int, object> Entries)
    {
        public static Directory Of(params (int Tag, object Value)[] entries) =>
            new(new SortedDictionary<int, object>(entries.ToDictionary(entry => entry.Tag, entry => entry.Value)));
    }

    /// <summary>Bytes whose offset stands in the entry.</summary>
    internal sealed record Place(byte[] Bytes);
}
