namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// The directories of a TIFF file or of a block of Exif. The directory with the position is emptied and no longer referred to;
/// nothing else changes. Source: TIFF 6.0, section 2; Exif 2.32, sections 4.6.2 and 4.6.3.
/// </summary>
/// <param name="window">The file or the block, from its header on.</param>
/// <param name="found">Gets the patches.</param>
/// <param name="depth">In how many blocks of Exif it is.</param>
internal sealed class TiffDirectories(FileWindow window, PatchCollector found, int depth = 0)
{
    private const int SubDirectoriesTag = 0x014A;
    private const int PreviewTag = 0x0201;
    private const int PreviewLengthTag = 0x0202;
    private const int XmpTag = 0x02BC;
    private const int IptcTag = 0x83BB;
    private const int PhotoshopTag = 0x8649;
    private const int ExifTag = 0x8769;
    private const int GpsTag = 0x8825;

    // A tag that nobody uses, next to the other so that they stay in order.
    private const int NoTag = 0x8826;

    private const int MaxDirectories = 10_000;
    private const int MaxPreviews = 8;
    private const int MaxSubDirectories = 64;

    private readonly Queue<long> _waiting = [];
    private readonly HashSet<long> _seen = [];
    private readonly HashSet<long> _emptied = [];
    private readonly List<FileWindow> _previews = [];
    private TiffReader _reader = null!;
    private long _entriesLeft;
    private long _bytesLeft = window.Length;
    private bool _isPositionLost;

    /// <summary>Small pictures as JPEG that directories refer to.</summary>
    public IReadOnlyList<FileWindow> Previews => _previews;

    /// <summary>Goes through all directories.</summary>
    /// <returns><see langword="false"/> when a position may be there that could not be found.</returns>
    public bool TryFindInBlock() => TryFind(out var isFirstWhole) && isFirstWhole && !_isPositionLost;

    /// <summary>Goes through all directories of a file. What is damaged in it is left as it is.</summary>
    public void FindInFile() => TryFind(out _);

    private bool TryFind(out bool isFirstWhole)
    {
        isFirstWhole = false;
        if (TiffReader.OpenOrNull(window) is not { } reader || !reader.TryReadOffset(reader.FirstOffset, out var first))
        {
            return false;
        }

        _reader = reader;

        // Directories that do not lie over each other have no more entries than that.
        _entriesLeft = (window.Length / reader.EntryLength) + 1;
        _seen.Add(first);
        isFirstWhole = TryFindIn(first);
        while (_waiting.TryDequeue(out var offset))
        {
            if (_seen.Count < MaxDirectories && _seen.Add(offset))
            {
                TryFindIn(offset);
            }
        }

        return _entriesLeft >= 0 && _bytesLeft >= 0;
    }

    private bool TryFindIn(long directory)
    {
        if (!TryReadEntries(directory, out var entries))
        {
            return false;
        }

        (long Offset, long Length) preview = default;
        var position = directory + _reader.CountLength;
        for (; entries > 0 && TiffEntry.ReadOrNull(_reader, position) is { } entry; entries--, position += _reader.EntryLength)
        {
            Look(entry, ref preview);
        }

        if (preview is { Offset: > 0, Length: > 0 } && _previews.Count < MaxPreviews)
        {
            _previews.Add(window.Slice(preview.Offset, preview.Length));
        }

        if (_reader.TryReadOffset(position, out var next) && next > 0)
        {
            _waiting.Enqueue(next);
        }

        return true;
    }

    private bool TryReadEntries(long directory, out long entries)
    {
        if (!_reader.TryReadCount(directory, out entries)
            || entries > (window.Length - directory - _reader.CountLength) / _reader.EntryLength)
        {
            return false;
        }

        _entriesLeft -= entries;
        return _entriesLeft >= 0;
    }

    private void Look(TiffEntry entry, ref (long Offset, long Length) preview)
    {
        switch (entry.Tag)
        {
            case GpsTag:
                _isPositionLost |= !TryEmpty(entry);
                Rename(entry);
                break;

            case ExifTag or SubDirectoriesTag when entry.HasOffsets:
                for (var index = 0; index < Math.Min(entry.Count, MaxSubDirectories) && entry.TryReadOffset(_reader, index, out var offset); index++)
                {
                    _waiting.Enqueue(offset);
                }

                break;

            case PreviewTag when entry.HasOffsets && entry.TryReadOffset(_reader, 0, out var offset):
                preview.Offset = offset;
                break;

            case PreviewLengthTag when entry.HasOffsets && entry.TryReadOffset(_reader, 0, out var length):
                preview.Length = length;
                break;

            case XmpTag when TryTake(entry):
                XmpPacket.Find(window.Slice(entry.ValuePosition, entry.ValueLength), found);
                break;

            case IptcTag when TryTake(entry):
                IptcRecords.Find(window.Slice(entry.ValuePosition, entry.ValueLength), found);
                break;

            case PhotoshopTag when TryTake(entry):
                PhotoshopResources.Find(window.Slice(entry.ValuePosition, entry.ValueLength), found, depth);
                break;
        }
    }

    // Like the directories, what they refer to does not lie over each other.
    private bool TryTake(TiffEntry entry)
    {
        _bytesLeft -= Math.Min(entry.ValueLength, window.Length);
        return _bytesLeft >= 0;
    }

    // All or nothing: an entry whose values are not there may mean that they are elsewhere.
    private bool TryEmpty(TiffEntry pointer)
    {
        if (!pointer.HasOffsets || pointer.Count != 1 || !pointer.TryReadOffset(_reader, 0, out var directory)
            || directory < _reader.FirstOffset || _seen.Contains(directory))
        {
            return false;
        }

        return _emptied.Contains(directory) || (TryEmpty(directory) && _emptied.Add(directory));
    }

    private bool TryEmpty(long directory)
    {
        if (!TryReadEntries(directory, out var entries))
        {
            return false;
        }

        var start = directory + _reader.CountLength;
        for (var index = 0L; index < entries; index++)
        {
            if (TiffEntry.ReadOrNull(_reader, start + (index * _reader.EntryLength)) is not { } entry || !entry.FitsIn(window.Length))
            {
                return false;
            }

            if (!entry.IsInside)
            {
                window.Fill(found, entry.ValuePosition, entry.ValueLength, 0);
            }
        }

        window.Fill(found, directory, _reader.CountLength + (entries * _reader.EntryLength) + _reader.OffsetLength, 0);
        return true;
    }

    private void Rename(TiffEntry entry)
    {
        // One value of zeros: type BYTE, as many as there is room for.
        var bytes = new byte[_reader.EntryLength];
        bytes[_reader.IsBigEndian ? 0 : 1] = NoTag >> 8;
        bytes[_reader.IsBigEndian ? 1 : 0] = NoTag & 0xFF;
        bytes[_reader.IsBigEndian ? 3 : 2] = 1;
        bytes[_reader.IsBigEndian ? 3 + _reader.OffsetLength : 4] = (byte)_reader.OffsetLength;
        window.Replace(found, entry.Position, bytes);
    }
}
