namespace Mxit.Platform.Media.Metadata;

/// <summary>Bytes of a file that others take the place of, as many as before, so that nothing in the file moves.</summary>
internal readonly record struct Patch
{
    private Patch(long offset, long length, ReadOnlyMemory<byte> bytes, byte value) =>
        (Offset, Length, Bytes, Value) = (offset, length, bytes, value);

    /// <summary>Where they are in the file.</summary>
    public long Offset { get; }

    /// <summary>How many they are.</summary>
    public long Length { get; }

    /// <summary>Where those behind them are.</summary>
    public long End => Offset + Length;

    /// <summary>What takes their place; empty when that is <see cref="Value"/> over and over.</summary>
    private ReadOnlyMemory<byte> Bytes { get; }

    private byte Value { get; }

    /// <summary>Every byte becomes the same one.</summary>
    public static Patch Fill(long offset, long length, byte value) => new(offset, length, default, value);

    /// <summary>The bytes become these.</summary>
    public static Patch Replace(long offset, ReadOnlyMemory<byte> bytes) => new(offset, bytes.Length, bytes, 0);

    /// <summary>The rest of this from an offset on.</summary>
    public Patch From(long offset)
    {
        var skipped = offset - Offset;
        return new Patch(offset, Length - skipped, Bytes.IsEmpty ? default : Bytes[(int)skipped..], Value);
    }

    /// <summary>Writes what of some patches lies in a part of the file that was read.</summary>
    /// <param name="patches">By their offset, none over another.</param>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where in the file it is.</param>
    public static void Apply(IReadOnlyList<Patch> patches, Span<byte> part, long offset)
    {
        var end = offset + part.Length;
        for (var index = FindFirst(patches, offset); index < patches.Count && patches[index].Offset < end; index++)
        {
            patches[index].ApplyTo(part, offset);
        }
    }

    /// <summary>Whether the bytes in the file are these already.</summary>
    public bool IsIn(FileReader file)
    {
        for (var offset = Offset; offset < End;)
        {
            var there = file.Peek(offset);
            if (there.IsEmpty)
            {
                break;
            }

            there = there[..(int)Math.Min(there.Length, End - offset)];
            if (Bytes.IsEmpty ? there.ContainsAnyExcept(Value) : !there.SequenceEqual(Bytes.Span.Slice((int)(offset - Offset), there.Length)))
            {
                return false;
            }

            offset += there.Length;
        }

        return true;
    }

    private void ApplyTo(Span<byte> part, long partOffset)
    {
        var start = Math.Max(Offset, partOffset);
        var end = Math.Min(End, partOffset + part.Length);
        if (start >= end)
        {
            return;
        }

        var target = part[(int)(start - partOffset)..(int)(end - partOffset)];
        if (Bytes.IsEmpty)
        {
            target.Fill(Value);
        }
        else
        {
            Bytes.Span.Slice((int)(start - Offset), target.Length).CopyTo(target);
        }
    }

    // The first patch that ends behind an offset.
    private static int FindFirst(IReadOnlyList<Patch> patches, long offset)
    {
        var (low, high) = (0, patches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (patches[middle].End <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
