using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// The resources of Photoshop in JPEG and TIFF files, in which there can be IPTC, Exif and XMP. Source: Adobe Photoshop File
/// Formats Specification, image resource section.
/// </summary>
internal static class PhotoshopResources
{
    private const int IptcId = 0x0404;
    private const int ExifId = 0x0422;
    private const int OtherExifId = 0x0423;
    private const int XmpId = 0x0424;

    /// <summary>How long the name before the resources is in a JPEG.</summary>
    public static int NameLength => Name.Length;

    private static ReadOnlySpan<byte> Name => "Photoshop 3.0\0"u8;

    /// <summary>Whether a segment of a JPEG holds resources.</summary>
    public static bool IsSegment(FileWindow segment) => segment.Has(0, Name);

    /// <summary>Finds the places. Behind damage everything becomes zero.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="found">Gets the patches.</param>
    /// <param name="depth">In how many blocks of Exif they are.</param>
    public static void Find(FileWindow resources, PatchCollector found, int depth = 0)
    {
        // The signature of four letters, the id, and the length of the name.
        Span<byte> head = stackalloc byte[7];
        var position = 0L;
        while (resources.TryRead(position, head))
        {
            var nameLength = head[6] + 1;
            var size = position + 6 + nameLength + (nameLength & 1);
            if (!IsSignature(head[..4]) || !resources.TryReadUInt32(size, out var length) || length > resources.Length - size - 4)
            {
                break;
            }

            var data = resources.Slice(size + 4, length);
            switch (BinaryPrimitives.ReadUInt16BigEndian(head[4..]))
            {
                case IptcId:
                    IptcRecords.Find(data, found);
                    break;
                case ExifId or OtherExifId:
                    ExifBlock.Find(data, found, depth);
                    break;
                case XmpId:
                    XmpPacket.Find(data, found);
                    break;
            }

            position = size + 4 + length + (length & 1);
        }

        resources.Fill(found, position, resources.Length - position, 0);
    }

    private static bool IsSignature(ReadOnlySpan<byte> signature) =>
        signature.SequenceEqual("8BIM"u8) || signature.SequenceEqual("MeSa"u8) || signature.SequenceEqual("AgHg"u8)
        || signature.SequenceEqual("PHUT"u8) || signature.SequenceEqual("DCSR"u8);
}
