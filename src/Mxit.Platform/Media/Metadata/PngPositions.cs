using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// PNG and APNG. A chunk that changes gets the checksum that goes with it. Source: PNG specification, third edition, sections
/// 5.3, 5.4 and 11.3.
/// </summary>
internal sealed class PngPositions : IPositionFormat
{
    private const int SignatureLength = 8;
    private const int HeadLength = 8;
    private const int ChecksumLength = 4;
    private const int PartLength = 4 * 1024;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>A chunk that nobody knows and everybody skips: ancillary, private and safe to copy.</summary>
    private static readonly byte[] NoType = [.. "mxEm"u8];

    public bool Matches(ReadOnlySpan<byte> start) => start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];

    public void Find(FileWindow file, PatchCollector found)
    {
        var text = new PngText();
        Span<byte> head = stackalloc byte[HeadLength];
        var position = (long)SignatureLength;
        while (file.TryRead(position, head) && IsType(head[4..]))
        {
            var length = (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            var chunk = file.Slice(position + 4, 4 + length);
            var inside = new PatchCollector();
            FindInChunk(head[4..], chunk, text, inside);
            if (chunk.Build(inside) is { Length: > 0 } patches)
            {
                found.AddRange(patches);
                file.Replace(found, position + HeadLength + length, Checksum(chunk, patches));
            }

            position += HeadLength + length + ChecksumLength;
        }
    }

    // Behind the last chunk there is nothing that belongs to the picture.
    private static bool IsType(ReadOnlySpan<byte> type) => !type.ContainsAnyExcept(Letters) && !type.SequenceEqual("IEND"u8);

    private static void FindInChunk(ReadOnlySpan<byte> type, FileWindow chunk, PngText text, PatchCollector found)
    {
        var data = chunk.Slice(4);
        if (type.SequenceEqual("eXIf"u8))
        {
            ExifBlock.Find(data, found);
        }
        else if (PngText.IsText(type) && !text.TryFind(type, data, found))
        {
            chunk.Replace(found, 0, NoType);
            data.Fill(found, 0);
        }
    }

    // Over the type and the data as they will be.
    private static byte[] Checksum(FileWindow chunk, IReadOnlyList<Patch> patches)
    {
        var crc = new Crc32();
        Span<byte> part = stackalloc byte[PartLength];
        int count;
        for (var position = 0L; (count = chunk.Read(position, part)) > 0; position += count)
        {
            Patch.Apply(patches, part[..count], chunk.Offset + position);
            crc.Append(part[..count]);
        }

        var checksum = new byte[ChecksumLength];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, crc.GetCurrentHashAsUInt32());
        return checksum;
    }
}
