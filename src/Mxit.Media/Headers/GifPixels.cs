namespace Mxit.Media.Headers;

/// <summary>
/// Goes through the codes of a frame of a GIF, since only they tell where its pixels end. Source: GIF89a specification, appendix
/// F.
/// </summary>
internal static class GifPixels
{
    private const int MaxCodes = 4_096;
    private const int MaxWidth = 12;

    /// <summary>Goes over the blocks up to the one in which the last pixel is, and over that as far as it takes.</summary>
    /// <param name="file">The file, where the coded pixels begin.</param>
    /// <param name="pixels">How many there have to be.</param>
    /// <returns>Where the block begins; it is the empty one at the end when there are fewer pixels.</returns>
    /// <exception cref="InvalidDataException">These are no coded pixels.</exception>
    public static long Skip(FileReader file, long pixels)
    {
        var minimum = file.ReadByte();
        if (minimum is < 2 or >= MaxWidth)
        {
            throw new InvalidDataException("has a frame that is damaged");
        }

        // Only how many pixels a code stands for.
        var lengths = new int[MaxCodes];
        var clear = 1 << minimum;
        lengths.AsSpan(0, clear).Fill(1);
        var (next, width, previous) = (clear + 2, minimum + 1, -1);
        var (bits, count) = (0, 0);
        var (block, left) = (0L, 0);
        while (true)
        {
            for (; count < width; count += 8, left--)
            {
                if (left == 0)
                {
                    block = file.Position;
                    left = file.ReadByte();
                    if (left == 0)
                    {
                        return block;
                    }
                }

                bits |= file.ReadByte() << count;
            }

            var code = bits & ((1 << width) - 1);
            (bits, count) = (bits >> width, count - width);
            if (code == clear)
            {
                (next, width, previous) = (clear + 2, minimum + 1, -1);
                continue;
            }

            if (code == clear + 1 || pixels <= 0)
            {
                return block;
            }

            if (previous < 0 ? code >= clear : code > next)
            {
                throw new InvalidDataException("has a frame that is damaged");
            }

            var length = code < next ? lengths[code] : lengths[previous] + 1;
            if (previous >= 0 && next < MaxCodes)
            {
                lengths[next++] = lengths[previous] + 1;
                width += next == 1 << width && width < MaxWidth ? 1 : 0;
            }

            (pixels, previous) = (pixels - length, code);
        }
    }
}
