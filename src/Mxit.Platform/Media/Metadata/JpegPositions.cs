namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// JPEG. Source: ITU T.81, annex B; Exif 2.32, section 4.7.2; XMP specification, part 3, section 1.1.3.
/// </summary>
/// <remarks>
/// Segments are looked for everywhere rather than by walking from one to the next. So they are found behind damage, too, in the
/// further pictures that telephones append, and in small pictures within others. Pixels cannot look like one: a byte FF among
/// them is followed by 00.
/// </remarks>
internal sealed class JpegPositions : IPositionFormat
{
    private const int HeadLength = 4;
    private const byte App1 = 0xE1;
    private const byte App13 = 0xED;
    private const int MaxParts = 1_000;

    // Two bytes are enough: readers skip what damage has put behind them.
    public bool Matches(ReadOnlySpan<byte> start) => start is [0xFF, 0xD8, ..];

    public void Find(FileWindow file, PatchCollector found)
    {
        FindIn(file, found);
        FindVideo(file, found);
    }

    /// <summary>Finds the segments anywhere in a part of a file.</summary>
    /// <param name="part">The part.</param>
    /// <param name="found">Gets the patches.</param>
    /// <param name="depth">In how many blocks of Exif it is.</param>
    public static void FindIn(FileWindow part, PatchCollector found, int depth = 0)
    {
        var exif = new List<FileWindow>();
        var exifEnd = 0L;
        var photoshop = new List<FileWindow>();
        var extended = new ExtendedXmp();
        Span<byte> head = stackalloc byte[HeadLength];
        for (var position = part.IndexOf([0xFF], 0); position >= 0; position = part.IndexOf([0xFF], position))
        {
            if (!part.TryRead(position, head) || head[1] is not (App1 or App13))
            {
                position++;
                continue;
            }

            var end = position + 2 + Math.Max(2, (head[2] << 8) | head[3]);
            var segment = part.Slice(position + HeadLength, end - position - HeadLength);
            if (head[1] == App13)
            {
                if (!PhotoshopResources.IsSegment(segment))
                {
                    position++;
                    continue;
                }

                photoshop.Add(segment.Slice(PhotoshopResources.NameLength));
            }
            else if (ExifBlock.HasName(segment))
            {
                // One that does not fit in a segment goes on in the next.
                if (exif.Count > 0 && (position != exifEnd || ExifBlock.IsStart(segment) || exif.Count == MaxParts))
                {
                    ExifBlock.Find(FileWindow.Join(exif), found, depth);
                    exif.Clear();
                }

                exif.Add(exif.Count == 0 ? segment : segment.Slice(ExifBlock.NameLength));
                exifEnd = end;
            }
            else if (XmpPacket.IsSegment(segment))
            {
                XmpPacket.Find(segment.Slice(XmpPacket.NameLength), found);
            }
            else if (!extended.TryAdd(segment))
            {
                position++;
                continue;
            }

            position = end;
        }

        if (exif.Count > 0)
        {
            ExifBlock.Find(FileWindow.Join(exif), found, depth);
        }

        foreach (var resources in photoshop.Chunk(MaxParts))
        {
            PhotoshopResources.Find(FileWindow.Join(resources), found, depth);
        }

        extended.Find(found);
    }

    // Telephones append the second around the picture as a video.
    private static void FindVideo(FileWindow file, PatchCollector found)
    {
        for (var name = file.IndexOf("ftyp"u8, 4); name >= 0; name = file.IndexOf("ftyp"u8, name + 4))
        {
            var video = file.Slice(name - 4);
            if (BoxPositions.IsFileTypeBox(video))
            {
                BoxPositions.FindIn(video, found);
                return;
            }
        }
    }
}
