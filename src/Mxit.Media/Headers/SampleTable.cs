namespace Mxit.Media.Headers;

/// <summary>
/// Where the video or the sound of a track is. Source: ISO/IEC 14496-12, sections 8.7.3 to 8.7.5; QuickTime File Format.
/// </summary>
internal static class SampleTable
{
    /// <summary>The chunks of a track.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The box <c>stbl</c> of the track.</param>
    /// <param name="isSound">Sound may come in frames that are longer than the table says.</param>
    public static IEnumerable<(long Start, long End)> ReadChunks(FileReader file, Box table, bool isSound)
    {
        var boxes = Box.In(file, table.Content, table.End).ToLookup(box => box.Type);
        if ((boxes["stsz"].FirstOrDefault() ?? boxes["stz2"].FirstOrDefault()) is not { } sizeBox
            || (boxes["stco"].FirstOrDefault() ?? boxes["co64"].FirstOrDefault()) is not { } offsetBox
            || boxes["stsc"].FirstOrDefault() is not { } runBox || boxes["stsd"].FirstOrDefault() is not { } entryBox)
        {
            yield break;
        }

        // They are read side by side.
        var (offsets, runs, sizes) = (file.At(offsetBox.Content + 4), file.At(runBox.Content + 4), file.At(sizeBox.Content + 4));
        var (chunksLeft, runsLeft) = (offsets.ReadUInt32BigEndian(), runs.ReadUInt32BigEndian());
        var (size, samplesLeft) = (sizes.ReadUInt32BigEndian(), (long)sizes.ReadUInt32BigEndian());
        var sizeLength = sizeBox.Type == "stsz" ? 4 : (int)(size & 0xFF) / 8;
        var isEven = sizeBox.Type == "stsz" && size > 0;
        var frame = isEven && isSound
            ? MeasureFrame(file, entryBox.Content + (2 * Box.HeadLength), size)
            : (Bytes: size, Samples: 1);
        var (samples, nextRun, nextSamples) = (0L, 0L, 0L);
        for (var chunk = 1L; chunksLeft > 0; chunk++, chunksLeft--)
        {
            var start = offsets.ReadNumberBigEndian(offsetBox.Type == "stco" ? 4 : 8);
            while (nextRun <= chunk)
            {
                samples = nextSamples;
                (nextRun, nextSamples) = runsLeft-- > 0
                    ? (runs.ReadNumberBigEndian(4), runs.ReadNumberBigEndian(4))
                    : (long.MaxValue, 0);
                runs.Skip(4);
            }

            var length = isEven ? (long)Math.Min(Math.Ceiling((double)samples / frame.Samples) * frame.Bytes, file.Length) : 0;
            for (var left = isEven ? 0 : Math.Min(samples, samplesLeft); left > 0; left--, samplesLeft--)
            {
                length += sizes.ReadNumberBigEndian(sizeLength);
            }

            yield return (start, start + length);
        }
    }

    // How many bytes a frame of sound has, which holds some samples of each channel.
    private static (uint Bytes, uint Samples) MeasureFrame(FileReader file, long entry, uint size)
    {
        file.Position = entry + 8;
        var version = file.ReadUInt16BigEndian();
        file.Position = entry + 16;
        var plain = ((uint)Math.Max(size, file.ReadUInt16BigEndian() * file.ReadUInt16BigEndian() / 8), 1u);
        file.Position = entry + (version == 1 ? 28 : 56);
        var (first, second, third) = version == 0
            ? (0, 0, 0)
            : (file.ReadUInt32BigEndian(), file.ReadUInt32BigEndian(), file.ReadUInt32BigEndian());
        var (bytes, samples) = version == 1 ? (third, first) : (first, second);
        return bytes > 0 && samples > 0 ? (bytes, samples) : plain;
    }
}
