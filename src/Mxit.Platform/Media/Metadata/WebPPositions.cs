using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>WebP. Source: RFC 9649, section 2.7.</summary>
internal sealed class WebPPositions : IPositionFormat
{
    private const int ContainerLength = 12;
    private const int HeadLength = 8;

    public bool Matches(ReadOnlySpan<byte> start) =>
        start is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..];

    public void Find(FileWindow file, PatchCollector found)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        var position = (long)ContainerLength;
        while (file.TryRead(position, head) && IsType(head[..4]))
        {
            var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var data = file.Slice(position + HeadLength, length);
            if (head.StartsWith("EXIF"u8))
            {
                ExifBlock.Find(data, found);
            }
            else if (head.StartsWith("XMP "u8))
            {
                XmpPacket.Find(data, found);
            }

            position += HeadLength + length + (length & 1);
        }
    }

    // Behind the last chunk there is nothing that belongs to the picture.
    private static bool IsType(ReadOnlySpan<byte> type) => !type.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
