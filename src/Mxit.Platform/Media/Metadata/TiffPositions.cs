namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// TIFF and the raw pictures of cameras that are built like it, DNG among them. The pictures as JPEG that these hold may have
/// Exif of their own.
/// </summary>
internal sealed class TiffPositions : IPositionFormat
{
    public bool Matches(ReadOnlySpan<byte> start) => TiffReader.IsHeader(start);

    public void Find(FileWindow file, PatchCollector found)
    {
        new TiffDirectories(file, found).FindInFile();
        JpegPositions.FindIn(file, found);
    }
}
