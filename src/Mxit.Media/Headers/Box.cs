namespace Mxit.Media.Headers;

/// <summary>A box of the files that are made of such. Source: ISO/IEC 14496-12, section 4.2.</summary>
/// <param name="Type">Its four letters, in Latin-1.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Content">Where what is in it begins.</param>
/// <param name="End">Where what is behind it begins.</param>
internal sealed record Box(string Type, long Start, long Content, long End)
{
    public const int HeadLength = 8;

    private const int MaxCount = 100_000;
    private const int LargeHeadLength = 16;

    /// <summary>The boxes in a part of a file, which they fill but for a few bytes.</summary>
    /// <exception cref="InvalidDataException">One is longer than the part.</exception>
    public static IEnumerable<Box> In(FileReader file, long start, long end)
    {
        var count = 0;
        for (var position = start; end - position >= HeadLength; count++)
        {
            var box = ReadOrNull(file, position) is { } read && read.End <= end && count < MaxCount
                ? read
                : throw new InvalidDataException("has a box that is damaged");
            yield return box;
            position = box.End;
        }
    }

    /// <summary>
    /// The box at a position; <see langword="null"/> when there is none. It may say to end behind the file; one that says nothing
    /// ends where the file does.
    /// </summary>
    public static Box? ReadOrNull(FileReader file, long position)
    {
        file.Position = position;
        var head = file.ReadNumberBigEndian(4);
        var type = file.ReadLetters(4);
        var (length, content) = head switch
        {
            0 => (file.Length - position, position + HeadLength),
            1 => (file.ReadNumberBigEndian(8), position + LargeHeadLength),
            _ => (head, position + HeadLength),
        };
        return length >= content - position ? new Box(type, position, content, position + length) : null;
    }

    /// <summary>The box at the end of a path of boxes in this one; <see langword="null"/> when there is none.</summary>
    public Box? FindOrNull(FileReader file, params ReadOnlySpan<string> path)
    {
        var found = this;
        foreach (var type in path)
        {
            found = found is null ? null : In(file, found.Content, found.End).FirstOrDefault(box => box.Type == type);
        }

        return found;
    }
}
