using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// XMP of a JPEG that is too long for one segment. Its pieces tell which packet they belong to and where in it. Source: XMP
/// specification, part 3, section 1.1.3.1.
/// </summary>
internal sealed class ExtendedXmp
{
    private const int IdLength = 32;
    private const int MaxPieces = 1_000;

    private readonly Dictionary<string, List<(uint Offset, FileWindow Piece)>> _packets = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Name => "http://ns.adobe.com/xmp/extension/\0"u8;

    /// <summary>Adds a segment, if it is such a piece.</summary>
    public bool TryAdd(FileWindow segment)
    {
        Span<byte> head = stackalloc byte[Name.Length + IdLength + 8];
        if (!segment.TryRead(0, head) || !head.StartsWith(Name))
        {
            return false;
        }

        var id = Convert.ToHexString(head.Slice(Name.Length, IdLength));
        var piece = (BinaryPrimitives.ReadUInt32BigEndian(head[^4..]), segment.Slice(head.Length));
        if (!_packets.TryGetValue(id, out var pieces))
        {
            _packets.Add(id, [piece]);
        }
        else
        {
            pieces.Add(piece);
        }

        return true;
    }

    public void Find(PatchCollector found)
    {
        foreach (var pieces in _packets.Values)
        {
            pieces.Sort((one, other) => one.Offset.CompareTo(other.Offset));
            foreach (var part in pieces.Chunk(MaxPieces))
            {
                XmpPacket.Find(FileWindow.Join([.. part.Select(piece => piece.Piece)]), found);
            }
        }
    }
}
