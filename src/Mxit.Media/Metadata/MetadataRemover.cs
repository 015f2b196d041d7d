using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// Takes out of pictures and videos all that is not needed to show them: of what a file tells besides, the orientation and the
/// colour profile stay. What is needed stays the same to the bit.
/// </summary>
internal static class MetadataRemover
{
    /// <summary>
    /// Looks through a file of any kind. What it is shows its content; name and media type count where that is unknown.
    /// </summary>
    /// <param name="file">The file; a stream that can seek. It stands at its start afterwards.</param>
    /// <param name="fileName">What it is called, if that is known.</param>
    /// <param name="mediaType">What it is said to be, if that is known.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static MetadataRemoval Remove(Stream file, string? fileName, string? mediaType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reader = new FileReader(file, cancellationToken);
        var start = reader.ReadAtMost(FormatDetector.Length).ToArray();
        reader.Position = 0;
        var (kind, clean) = FindCleaner(start) ?? (FileKind.FindMediaOrNull(start, fileName, mediaType), null);
        try
        {
            return clean is not null ? new MetadataRemoval(clean(reader))
                : kind is not null ? Refuse(kind, "")
                : new MetadataRemoval();
        }
        catch (EndOfStreamException)
        {
            return Refuse(kind!, " that ends too early");
        }
        catch (InvalidDataException fault)
        {
            return Refuse(kind!, $" that {fault.Message}");
        }
        finally
        {
            file.Position = 0;
        }
    }

    private static MetadataRemoval Refuse(string kind, string fault) => new(refusal:
        $"The file is {kind}{fault}. Its metadata cannot be removed; it may tell where, when and by whom the file was made.");

    private static (string? Kind, Func<FileReader, PieceList>? Clean)? FindCleaner(ReadOnlySpan<byte> start) => start switch
    {
        // Readers skip what damage has put behind the first two bytes.
        [0xFF, 0xD8, ..] => ("a JPEG picture", JpegCleaner.Clean),
        _ when FileKind.FindOrNull(start) is { Group: FileGroup.Boxes } boxes => (boxes.Name, BoxCleaner.Clean),
        _ => FileKind.IsText(start) ? null : FormatDetector.FindOrNull(start) switch
        {
            PictureFormat.Png => ("a PNG picture", PngCleaner.Clean),
            PictureFormat.Gif => ("a GIF picture", GifCleaner.Clean),
            PictureFormat.WebP => ("a WebP picture", WebPCleaner.Clean),
            PictureFormat.Bmp => ("a BMP picture", BmpCleaner.Clean),
            _ => null,
        },
    };
}
