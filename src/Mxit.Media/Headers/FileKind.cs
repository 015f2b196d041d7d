using System.Collections.Frozen;
using System.Text;

namespace Mxit.Media.Headers;

/// <summary>To what a file belongs.</summary>
internal enum FileGroup
{
    /// <summary>Neither picture nor video.</summary>
    Other,

    /// <summary>Pictures, and what programs keep beside them.</summary>
    Picture,

    /// <summary>Videos, in containers that can also hold sound only.</summary>
    Video,

    /// <summary>Pictures, videos and sound made of boxes, see ISO/IEC 14496-12.</summary>
    Boxes,
}

/// <summary>What a file is whose format is none of those that are taken as pictures.</summary>
/// <param name="Name">With an article, for people.</param>
/// <param name="Group">To what it belongs.</param>
internal sealed record FileKind(string Name, FileGroup Group)
{
    private const int StreamPacket = 188;

    private static readonly FileKind Tiff = Picture("a TIFF file", "image/tiff", "image/tiff-fx");
    private static readonly FileKind Photoshop = Picture(
        "a Photoshop document", "image/vnd.adobe.photoshop", "image/x-photoshop", "image/psd");
    private static readonly FileKind JpegXl = Picture("a JPEG XL picture", "image/jxl");
    private static readonly FileKind Jpeg2000 = Picture(
        "a JPEG 2000 picture", "image/jp2", "image/jpx", "image/jpm", "image/j2c", "image/jpeg2000");
    private static readonly FileKind Icon = Picture("an icon (ICO)", "image/vnd.microsoft.icon", "image/x-icon", "image/ico");
    private static readonly FileKind Svg = Picture("an SVG drawing", "image/svg+xml");

    private static readonly FileKind Heif = new("a HEIF picture", FileGroup.Boxes)
    {
        MediaTypes = ["image/heif", "image/heic", "image/heif-sequence", "image/heic-sequence"],
    };

    private static readonly FileKind Avif =
        new("an AVIF picture", FileGroup.Boxes) { MediaTypes = ["image/avif", "image/avif-sequence"] };

    private static readonly (int Offset, string Magic, FileKind Kind)[] Magics =
    [
        (0, "II*\0", Tiff), (0, "MM\0*", Tiff), (0, "II+\0", Tiff), (0, "MM\0+", Tiff),
        (0, "IIRO", Raw), (0, "IIRS", Raw), (0, "MMOR", Raw), (0, "IIU\0", Raw), (0, "FUJIFILMCCD-RAW", Raw),
        (6, "HEAPCCDR", Raw), (0, "\0MRM", Raw),
        (0, "FOVb", Raw), (4, "ftypcrx ", Raw),
        (0, "8BPS", Photoshop), (0, "gimp xcf", Picture("a GIMP document", "image/x-xcf")),
        (0, "\u00FF\n", JpegXl), (4, "JXL ", JpegXl), (0, "\u00FFO\u00FFQ", Jpeg2000), (4, "jP  ", Jpeg2000),
        (0, "v/1\u0001", Picture("an OpenEXR picture", "image/x-exr", "image/aces")), (0, "\0\0\u0001\0", Icon),
        (4, "ftyphe", Heif), (4, "ftypmif1", Heif), (4, "ftypmsf1", Heif), (4, "ftypavi", Avif),
        (4, "ftypM4A", new("a sound file", FileGroup.Boxes)), (4, "ftyp", BoxVideo), (4, "moov", BoxVideo), (4, "mdat", BoxVideo),
        (4, "wide", BoxVideo), (4, "free", BoxVideo), (4, "skip", BoxVideo), (4, "pnot", BoxVideo),
        (0, "\u001AE\u00DF\u00A3", Video), (8, "AVI ", Video), (0, "FLV\u0001", Video), (0, "0&\u00B2u\u008Ef", Video),
        (0, "\0\0\u0001\u00BA", Video), (0, "\0\0\u0001\u00B3", Video),
        (0, "PK\u0003", new("a ZIP archive", FileGroup.Other)),
        (0, "PK\u0005", new("a ZIP archive", FileGroup.Other)), (0, "\u001F\u008B", new("a gzip file", FileGroup.Other)),
        (0, "MZ", new("a program", FileGroup.Other)), (0, "\u007FELF", new("a program", FileGroup.Other)),
    ];

    // Of files that are not known by their first bytes.
    private static readonly FrozenSet<string> Extensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".3fr", ".arw", ".avif", ".bmp", ".braw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gif", ".heic",
        ".heif", ".ico", ".iiq",
        ".insp", ".j2k", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg", ".jxl", ".k25", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw",
        ".orf", ".pbm",
        ".pcx", ".pef", ".pgm", ".png", ".ppm", ".psd", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".tga", ".tif",
        ".tiff", ".wbmp",
        ".webp", ".x3f", ".xmp",
        ".3g2", ".3gp", ".asf", ".avi", ".flv", ".insv", ".lrv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts",
        ".mxf", ".ogv",
        ".r3d", ".ts", ".vob", ".webm", ".wmv");

    /// <summary>
    /// What pictures of this kind are called, the usual media type first; empty where none says for certain what is in the file.
    /// </summary>
    public IReadOnlyList<string> MediaTypes { get; private init; } = [];

    private static FileKind Raw => new("a raw picture", FileGroup.Picture);

    private static FileKind Video => new("a video", FileGroup.Video);

    private static FileKind BoxVideo => new("a video", FileGroup.Boxes);

    /// <summary>What a file is by its first bytes; <see langword="null"/> when it looks like nothing known.</summary>
    public static FileKind? FindOrNull(ReadOnlySpan<byte> start)
    {
        if (IsText(start))
        {
            return start.StartsWith("%PDF"u8) ? new FileKind("a PDF document", FileGroup.Other) : FindTextOrNull(start);
        }

        var letters = Encoding.Latin1.GetString(start);
        return Array.Find(Magics, magic => IsAt(letters, magic.Offset, magic.Magic)).Kind
            ?? (IsStream(start) || IsStream(start[Math.Min(4, start.Length)..]) ? Video : null);
    }

    /// <summary>
    /// What a file is, if it may be a picture or a video: by its first bytes, and where these are not known by its name and its
    /// media type.
    /// </summary>
    public static string? FindMediaOrNull(ReadOnlySpan<byte> start, string? fileName, string? mediaType)
    {
        if (FindOrNull(start) is { } kind)
        {
            return kind.Group == FileGroup.Picture || (kind.Group == FileGroup.Video && !IsOf(mediaType, "audio/"))
                ? kind.Name
                : null;
        }

        var extension = Path.GetExtension(fileName) ?? "";
        var isMedia = IsText(start)
            ? extension.Equals(".xmp", StringComparison.OrdinalIgnoreCase)
            : Extensions.Contains(extension) || IsOf(mediaType, "image/") || IsOf(mediaType, "video/");
        return isMedia ? "a picture or a video of an unknown kind" : null;
    }

    /// <summary>Whether a file is text: what controls something other than lines is in none.</summary>
    public static bool IsText(ReadOnlySpan<byte> start) => start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        || !(start.ContainsAnyInRange((byte)0, (byte)8) || start.ContainsAnyInRange((byte)14, (byte)26)
            || start.ContainsAnyInRange((byte)28, (byte)31));

    /// <summary>Whether bytes tell for certain if they are a picture of this media type.</summary>
    public static bool IsKnownPicture(string mediaType) =>
        Svg.MediaTypes.Contains(mediaType) || Array.Exists(Magics, magic => magic.Kind.MediaTypes.Contains(mediaType));

    private static FileKind Picture(string name, params string[] mediaTypes) =>
        new(name, FileGroup.Picture) { MediaTypes = mediaTypes };

    private static bool IsAt(string letters, int offset, string magic) =>
        letters.Length >= offset && letters.AsSpan(offset).StartsWith(magic, StringComparison.Ordinal);

    private static bool IsStream(ReadOnlySpan<byte> start) =>
        start.Length > 2 * StreamPacket && start[0] == 'G' && start[StreamPacket] == 'G';

    private static bool IsOf(string? mediaType, string start) =>
        mediaType?.StartsWith(start, StringComparison.OrdinalIgnoreCase) == true;

    private static FileKind? FindTextOrNull(ReadOnlySpan<byte> start)
    {
        var text = (
            start is [0xFF, 0xFE, ..] ? Encoding.Unicode : start is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode : Encoding.UTF8)
            .GetString(start).TrimStart('\uFEFF').TrimStart();
        return !text.StartsWith('<') ? null
            : text.Contains("adobe:ns:meta", StringComparison.Ordinal) || text.Contains("<rdf:RDF", StringComparison.Ordinal)
                || text.Contains("W5M0MpCehiHzreSzNTczkc9d", StringComparison.Ordinal)
                    ? new FileKind("an XMP file", FileGroup.Picture)
            : text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? Svg
            : text.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("<script", StringComparison.OrdinalIgnoreCase) ? new FileKind("an HTML page", FileGroup.Other)
            : text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!", StringComparison.Ordinal)
                || (text.Length > 1 && char.IsAsciiLetter(text[1])) ? new FileKind("an XML document", FileGroup.Other)
            : null;
    }
}
