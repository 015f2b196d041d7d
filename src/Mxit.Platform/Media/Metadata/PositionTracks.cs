using System.Collections.Frozen;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Tracks of a video that tell where it was, second by second, as cameras on helmets and drones write them beside the film. Their
/// samples become zeros. Source: ISO/IEC 14496-12, sections 8.5 to 8.7; QuickTime File Format specification, timed metadata.
/// </summary>
internal sealed class PositionTracks(FileWindow file, PatchCollector found)
{
    private const string NamedFormat = "mebx";
    private const int HeadLength = 8;
    private const int PieceLength = 12;

    // GoPro, Google's camera motion, DJI, Sony.
    private static readonly FrozenSet<string> Formats = new[] { "gpmd", "camm", "djmd", "dbgi", "rtmd" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Finds the samples of a track, when it is such a one.</summary>
    public void Find(FileWindow track)
    {
        if (FindOrNull(track, "mdia") is { } media && FindOrNull(media, "minf") is { } info && FindOrNull(info, "stbl") is { } table
            && FindOrNull(table, "stsd") is { } description && TellsPosition(description)
            && FindOrNull(table, "stsz") is { } sizes && FindOrNull(table, "stsc") is { } runs)
        {
            var chunks = FindOrNull(table, "stco");
            FindSamples(chunks ?? FindOrNull(table, "co64"), chunks is null ? 8 : 4, new SampleSizes(sizes), runs);
        }
    }

    private static FileWindow? FindOrNull(FileWindow part, string type)
    {
        foreach (var box in Box.In(part))
        {
            if (box.Type == type)
            {
                return box.Content;
            }
        }

        return null;
    }

    // In the last kind every sample has a name, and the names stand in the description.
    private static bool TellsPosition(FileWindow description) =>
        Box.ReadOrNull(description, HeadLength) is { } format
        && (Formats.Contains(format.Type) || (format.Type == NamedFormat && format.Content.IndexOf("location"u8, 0) >= 0));

    // A chunk is a run of samples; how many, another table tells for runs of chunks.
    private void FindSamples(FileWindow? chunks, int offsetLength, SampleSizes sizes, FileWindow runs)
    {
        if (chunks is null || !chunks.TryReadUInt32(4, out var count))
        {
            return;
        }

        var offsets = new BoxNumbers(chunks.Slice(HeadLength));
        var (run, samples, sample) = (0L, 0L, 0L);
        for (var chunk = 1L; chunk <= count && !offsets.IsAtEnd; chunk++)
        {
            while (runs.TryReadUInt32(HeadLength + (run * PieceLength), out var first) && first <= chunk
                && runs.TryReadUInt32(HeadLength + (run * PieceLength) + 4, out samples))
            {
                run++;
            }

            var length = sizes.Sum(sample, samples);
            sample += samples;
            file.Fill(found, offsets.Read(offsetLength), length, 0);
        }
    }

    /// <summary>How long samples are: all the same, or each on its own.</summary>
    private sealed class SampleSizes
    {
        private const int TableStart = 12;

        private readonly FileWindow _sizes;
        private readonly long _same;

        public SampleSizes(FileWindow sizes)
        {
            _sizes = sizes;
            sizes.TryReadUInt32(4, out _same);
        }

        public long Sum(long first, long count)
        {
            if (_same > 0)
            {
                return Math.Min(_same, int.MaxValue) * Math.Min(count, int.MaxValue);
            }

            var sum = 0L;
            for (var sample = first; sample < first + count && _sizes.TryReadUInt32(TableStart + (sample * 4), out var size); sample++)
            {
                sum += size;
            }

            return sum;
        }
    }
}
