namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// A packet of XMP: RDF in XML. The values of what stands for a place become spaces, as attributes and as elements with all that
/// is in them. Source: XMP specification, part 1, section 7.
/// </summary>
internal static class XmpPacket
{
    private const byte Space = (byte)' ';

    /// <summary>How long the name before a packet is in a JPEG.</summary>
    public static int NameLength => Name.Length;

    private static ReadOnlySpan<byte> Name => "http://ns.adobe.com/xap/1.0/"u8;

    /// <summary>Whether a segment of a JPEG holds a packet.</summary>
    public static bool IsSegment(FileWindow segment) => segment.Has(0, Name);

    /// <summary>Finds the places. When the packet is not well-formed, all of it becomes spaces.</summary>
    public static void Find(FileWindow packet, PatchCollector found)
    {
        var inside = new PatchCollector();
        if (new XmpScanner(packet, inside).TryScan())
        {
            found.AddAll(inside);
        }
        else
        {
            packet.Fill(found, Space);
        }
    }
}
