using System.Text;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Files made of boxes: videos as MP4, MOV and 3GP, pictures as HEIF, AVIF, JPEG 2000 and JPEG XL. Source: ISO/IEC 14496-12,
/// section 4.
/// </summary>
internal sealed class BoxPositions : IPositionFormat
{
    private const int MaxFileTypeLength = 1_024;

    public bool Matches(ReadOnlySpan<byte> start) => start.Length >= 8
        && Encoding.Latin1.GetString(start[4..8]) is "ftyp" or "jP  " or "JXL " or "moov" or "mdat" or "wide" or "free" or "skip" or "pnot";

    public void Find(FileWindow file, PatchCollector found) => FindIn(file, found);

    /// <summary>Finds the positions in what may be a file within another.</summary>
    public static void FindIn(FileWindow file, PatchCollector found) => new BoxScanner(file, found).Scan();

    /// <summary>Whether this begins with the box that such files begin with.</summary>
    public static bool IsFileTypeBox(FileWindow file) =>
        Box.ReadOrNull(file, 0) is { Type: "ftyp", Content.Length: >= 8 and < MaxFileTypeLength } box
        && box.Whole.Length % 4 == 0 && box.Content.Peek(0) is [>= (byte)' ' and < 0x7F, >= (byte)' ' and < 0x7F, ..];
}
