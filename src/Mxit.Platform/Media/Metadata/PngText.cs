using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// The texts of a PNG: XMP, and Exif, IPTC and XMP in hex as ImageMagick writes them. What is packed cannot be overwritten in
/// part; it is unpacked to see whether it tells a position. Source: PNG specification, third edition, section 11.3.3.
/// </summary>
internal sealed class PngText
{
    private const int MaxKeyword = 79;
    private const int MaxTranslated = 1_024;
    private const int MaxUnpacked = 1 << 20;
    private const string XmpKeyword = "XML:com.adobe.xmp";
    private const string RawKeyword = "Raw profile type ";

    private static readonly FrozenSet<string> RawKinds =
        new[] { "exif", "app1", "xmp", "iptc", "8bim" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // For all texts of a file together.
    private int _unpackedLeft = 16 * MaxUnpacked;

    /// <summary>Whether a chunk of this type is a text.</summary>
    public static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8);

    /// <summary>Finds the places in a text.</summary>
    /// <returns><see langword="false"/> when all of it has to go.</returns>
    public bool TryFind(ReadOnlySpan<byte> type, FileWindow data, PatchCollector found)
    {
        var keywordEnd = data.Slice(0, MaxKeyword + 1).IndexOf([0], 0);
        if (keywordEnd < 0)
        {
            return true;
        }

        Span<byte> keywordBytes = stackalloc byte[(int)keywordEnd];
        data.Read(0, keywordBytes);
        var keyword = Encoding.Latin1.GetString(keywordBytes);
        if (PlaceNames.IsPlace(keyword))
        {
            return false;
        }

        var isXmp = keyword == XmpKeyword;
        if (!isXmp && !(keyword.StartsWith(RawKeyword, StringComparison.Ordinal) && RawKinds.Contains(keyword[RawKeyword.Length..])))
        {
            return true;
        }

        if (FindTextOrNull(type, data, keywordEnd + 1, out var isPacked) is not { } text)
        {
            return false;
        }

        if (isXmp && !isPacked)
        {
            XmpPacket.Find(text, found);
            return true;
        }

        return isXmp ? !TellsPlace(UnpackOrNull(text)) : !TellsPlace(ReadHexOrNull(isPacked ? UnpackOrNull(text) : ReadOrNull(text)));
    }

    private static FileWindow? FindTextOrNull(ReadOnlySpan<byte> type, FileWindow data, long position, out bool isPacked)
    {
        isPacked = type[0] == 'z';
        if (type[0] != 'i')
        {
            // Of a packed text the first byte tells how.
            return data.Slice(position + (isPacked ? 1 : 0));
        }

        Span<byte> flag = stackalloc byte[1];
        if (!data.TryRead(position, flag))
        {
            return null;
        }

        isPacked = flag[0] != 0;
        var language = data.Slice(position + 2, MaxTranslated).IndexOf([0], 0);
        if (language < 0)
        {
            return null;
        }

        var translated = data.Slice(position + 2 + language + 1);
        var end = translated.Slice(0, MaxTranslated).IndexOf([0], 0);
        return end < 0 ? null : translated.Slice(end + 1);
    }

    // What could not be read may tell one.
    private static bool TellsPlace(byte[]? bytes)
    {
        if (bytes is null)
        {
            return true;
        }

        var content = FileWindow.Of(bytes);
        var found = new PatchCollector();
        if (ExifBlock.HasName(content) || ExifBlock.IsStart(content))
        {
            ExifBlock.Find(content, found);
        }
        else if (PhotoshopResources.IsSegment(content))
        {
            PhotoshopResources.Find(content.Slice(PhotoshopResources.NameLength), found);
        }
        else if (content.Has(0, "8BIM"u8))
        {
            PhotoshopResources.Find(content, found);
        }
        else if (bytes is [0x1C, ..])
        {
            IptcRecords.Find(content, found);
        }
        else
        {
            XmpPacket.Find(content, found);
        }

        return content.Build(found).Length > 0;
    }

    // A line with the name and one with the length come first.
    private static byte[]? ReadHexOrNull(byte[]? text)
    {
        if (text is null)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(text).TrimStart().Split('\n', 3);
        if (lines.Length < 3 || !int.TryParse(lines[1], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(string.Concat(lines[2].Where(character => !char.IsWhiteSpace(character))));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[]? ReadOrNull(FileWindow text)
    {
        if (text.Length > MaxUnpacked || text.Length > _unpackedLeft)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        text.Read(0, bytes);
        _unpackedLeft -= bytes.Length;
        return bytes;
    }

    private byte[]? UnpackOrNull(FileWindow text)
    {
        if (ReadOrNull(text) is not { } packed)
        {
            return null;
        }

        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            var unpacked = new byte[Math.Min(MaxUnpacked, _unpackedLeft)];
            var length = zlib.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
            _unpackedLeft -= length;
            return length < unpacked.Length ? unpacked[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
