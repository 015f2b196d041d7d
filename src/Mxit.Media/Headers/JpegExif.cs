using System.Runtime.InteropServices;

namespace Mxit.Media.Headers;

/// <summary>
/// The segments of a JPEG that are EXIF, of which there may be several: a block that does not fit in a segment goes on in the
/// next, and some programs add a block of their own. The first one with an orientation counts.
/// </summary>
internal sealed class JpegExif
{
    // The orientation stands near the start of a block; more is read where its directory is at the end.
    private const int MaxLength = 1024 * 1024;

    private readonly List<byte> _block = [];
    private int _orientation = ExifOrientation.None;

    /// <summary>How the picture is turned, 1 to 8.</summary>
    public int Orientation => _orientation != ExifOrientation.None ? _orientation
        : ExifOrientation.Find(CollectionsMarshal.AsSpan(_block));

    /// <summary>Takes what is in an APP1 segment, which may be something else.</summary>
    public void Add(ReadOnlySpan<byte> segment)
    {
        if (!ExifOrientation.HasName(segment))
        {
            return;
        }

        var block = ExifOrientation.WithoutName(segment);
        if (ExifOrientation.HasHeader(block))
        {
            _orientation = Orientation;
            _block.Clear();
        }

        if (_block.Count + block.Length <= MaxLength)
        {
            _block.AddRange(block);
        }
    }
}
