using System.Buffers.Binary;
using System.Collections.Frozen;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// PNG and APNG: the chunks that it takes to show the picture stay, when they are no longer than they may be and their checksum
/// is right. Source: PNG specification, third edition, sections 5 and 11.
/// </summary>
internal static class PngCleaner
{
    private const int SignatureLength = 8;
    private const int HeadLength = 8;
    private const int ChecksumLength = 4;
    private const int MaxNameLength = 79;

    private static readonly FrozenDictionary<string, long> Longest = new Dictionary<string, long>
    {
        ["IHDR"] = 13,
        ["PLTE"] = 768,
        ["IDAT"] = int.MaxValue,
        ["IEND"] = 0,
        ["tRNS"] = 256,
        ["gAMA"] = 4,
        ["cHRM"] = 32,
        ["sRGB"] = 1,
        ["sBIT"] = 4,
        ["cICP"] = 4,
        ["mDCV"] = 24,
        ["mDCv"] = 24,
        ["cLLI"] = 8,
        ["cLLi"] = 8,
        ["bKGD"] = 6,
        ["pHYs"] = 9,
        ["acTL"] = 8,
        ["fcTL"] = 26,
        ["fdAT"] = int.MaxValue,
    }.ToFrozenDictionary();

    public static PieceList Clean(FileReader file)
    {
        var (clean, rest) = (new PieceList(file), new PieceList());
        clean.Copy(0, SignatureLength);
        file.Position = SignatureLength;
        var orientation = ExifOrientation.None;
        for (var (type, hasPixels) = ("", false); type != "IEND" || !hasPixels;)
        {
            var start = file.Position;
            var length = file.ReadUInt32BigEndian();
            var isFirst = type.Length == 0;
            type = file.ReadLetters(4);
            hasPixels |= type == "IDAT";
            if (type == "eXIf" && orientation == ExifOrientation.None)
            {
                orientation = ExifOrientation.Find(file.ReadAtMost((int)Math.Min(length, FileReader.MaxRead)));
            }

            if ((type == "IHDR") != isFirst || (!hasPixels && type == "IEND"))
            {
                throw new InvalidDataException("does not begin with the header chunk of a PNG, or has no pixels");
            }

            var isWhole = HasChecksum(file, start, length);
            if (isWhole && Longest.TryGetValue(type, out var longest) && length <= longest)
            {
                (isFirst ? clean : rest).Copy(start, HeadLength + length + ChecksumLength);
            }
            else if (!char.IsAsciiLetterLower(type[0]) || type is "fcTL" or "fdAT")
            {
                throw new InvalidDataException("has a chunk that is damaged, or that it cannot be shown without");
            }
            else if (isWhole && type == "iCCP" && length <= IccProfile.MaxLength)
            {
                rest.Add(WriteProfile(file.At(start + HeadLength).ReadArray((int)length)));
            }
        }

        clean.Add(orientation == ExifOrientation.None ? [] : WriteChunk("eXIf", ExifOrientation.Write(orientation)));
        clean.AddAll(rest);
        return clean;
    }

    // Over the type and the data. Afterwards the next chunk begins.
    private static bool HasChecksum(FileReader file, long start, long length)
    {
        var crc = new Crc32();
        file.Position = start + HeadLength - 4;
        for (var left = 4 + length; left > 0;)
        {
            var part = file.Read((int)Math.Min(left, FileReader.MaxRead));
            crc.Append(part);
            left -= part.Length;
        }

        return file.ReadUInt32BigEndian() == crc.GetCurrentHashAsUInt32();
    }

    private static byte[] WriteChunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[HeadLength + data.Length + ChecksumLength];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(^ChecksumLength..), Crc32.HashToUInt32(chunk.AsSpan(4..^ChecksumLength)));
        return chunk;
    }

    // A profile is packed, behind a name that is no part of it. Nothing when it is none.
    private static byte[] WriteProfile(ReadOnlySpan<byte> chunk)
    {
        var name = chunk.IndexOf((byte)0);
        if (name is < 1 or > MaxNameLength || chunk.Length < name + 2)
        {
            return [];
        }

        try
        {
            using var zlib = new ZLibStream(new MemoryStream(chunk[(name + 2)..].ToArray()), CompressionMode.Decompress);
            var head = new byte[IccProfile.HeaderLength];
            zlib.ReadExactly(head);
            var profile = new byte[Math.Max(head.Length, IccProfile.Measure(head, IccProfile.MaxLength))];
            head.CopyTo(profile, 0);
            zlib.ReadExactly(profile.AsSpan(head.Length));
            using var packed = new MemoryStream();
            using (var pack = new ZLibStream(packed, CompressionLevel.Optimal))
            {
                pack.Write(profile);
            }

            return profile.Length > head.Length ? WriteChunk("iCCP", [.. "icc\0\0"u8, .. packed.ToArray()]) : [];
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            return [];
        }
    }
}
