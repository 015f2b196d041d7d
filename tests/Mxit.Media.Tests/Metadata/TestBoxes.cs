using System.Buffers.Binary;
using System.Text;

namespace Mxit.Media.Tests.Metadata;

/// <summary>Writes boxes of MP4 and HEIF by hand.</summary>
internal static class TestBoxes
{
    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Box(string type, params byte[][] content)
    {
        var inside = Join(content);
        return [.. Number(inside.Length + 8, 4), .. Encoding.Latin1.GetBytes(type), .. inside];
    }

    public static byte[] Handler(string type) =>
        Box("hdlr", new byte[8], Encoding.ASCII.GetBytes(type), new byte[13]);

    public static byte[] QuickTimeText(string type, string text) =>
        Box(type, Number(text.Length, 2), [0x15, 0xC7], Encoding.UTF8.GetBytes(text));

    public static byte[] Keys(params string[] names) => Box(
        "keys", [0, 0, 0, 0], Number(names.Length, 4),
        Join([.. names.Select(name => Box("mdta", Encoding.ASCII.GetBytes(name)))]));

    public static byte[] Value(string type, string text) =>
        Box(type, Box("data", [0, 0, 0, 1, 0, 0, 0, 0], Encoding.UTF8.GetBytes(text)));

    /// <summary>What the items of a HEIF file are, and where.</summary>
    /// <param name="version">The version of the box that tells where.</param>
    /// <param name="data">Where in the file, or in the box, the items begin.</param>
    /// <param name="isInBox">They are in the box of metadata.</param>
    /// <param name="items">With pieces.</param>
    public static byte[] Items(
        int version, int data, bool isInBox, (int Id, string Type, string ContentType, (int Offset, int Length)[] Pieces)[] items)
    {
        var idLength = version == 2 ? 4 : 2;
        var infos = items.Select(item => Box(
            "infe",
            [(byte)(version == 2 ? 3 : 2), 0, 0, 0],
            Number(item.Id, idLength),
            [0, 0],
            Encoding.ASCII.GetBytes($"{item.Type}{Samples.Secret}\0"),
            item.ContentType.Length > 0 ? Encoding.ASCII.GetBytes($"{item.ContentType}\0\0") : []));
        var places = items.Select(item => Join(
            Number(item.Id, idLength),
            version == 0 ? [] : [0, (byte)(isInBox ? 1 : 0)],
            [0, 0],
            Number(data, 4),
            Number(item.Pieces.Length, 2),
            Join([.. item.Pieces.Select(
                piece => Join(version == 0 ? [] : Number(7, 4), Number(piece.Offset, 8), Number(piece.Length, 4)))])));
        return Join(
            Box("iinf", [0, 0, 0, 0], Number(items.Length, 2), Join([.. infos])),
            Box("iloc", [(byte)version, 0, 0, 0, 0x84, (byte)(version == 0 ? 0x40 : 0x44)], Number(items.Length, idLength),
                Join([.. places])));
    }

    /// <summary>A track with all that programs write into one.</summary>
    /// <param name="handler">Of what kind it is.</param>
    /// <param name="format">The format of its samples.</param>
    /// <param name="isLarge">Its offsets have 8 bytes.</param>
    /// <param name="offsets">Where its chunks are.</param>
    /// <param name="sizes">How long its samples are; one length for all of them when <paramref name="count"/> is given.</param>
    /// <param name="count">How many samples of one length there are.</param>
    /// <param name="samples">How many samples are in a chunk.</param>
    public static byte[] Track(string handler, string format, bool isLarge, int[] offsets, int[] sizes, int? count, int samples)
    {
        byte[] entry = handler switch
        {
            "vide" => Box(
                format,
                new byte[12], Samples.Text()[..4], new byte[26], [7], Samples.Text(), new byte[28],
                Box("avcC", [1, 66, 0, 30, 0xFF, 0xE0, 0]), Box("colr", "nclx"u8.ToArray(), [0, 1, 0, 1, 0, 1, 0]),
                Box("uuid", new byte[16], Samples.Text())),
            "soun" => Box(
                format, new byte[12], Samples.Text()[..4], new byte[12], Box("esds", new byte[4]), Box("name", Samples.Text())),
            _ => Box(
                format, new byte[8],
                format == "mebx" ? Keys("com.apple.quicktime.location.ISO6709", Samples.Secret) : Samples.Text()),
        };
        return Box(
            "trak",
            Box("tkhd", [0, 0, 0, 3, 0xE0, 1, 2, 3, 0xE0, 1, 2, 3, 0, 0, 0, 1], new byte[68]),
            Box("edts", Box("elst", [0, 0, 0, 0], Number(1, 4), Number(2_000, 4), new byte[4], Number(0x10000, 4))),
            Box("tref", Box("chap", Number(4, 4)), Box("cdsc", Number(1, 4))),
            Box(
                "mdia",
                Box("mdhd", [0, 0, 0, 0, 0xE0, 1, 2, 3, 0xE0, 1, 2, 3, 0, 0, 0x03, 0xE8], new byte[8]),
                Box("hdlr", new byte[8], Encoding.ASCII.GetBytes(handler), Samples.Text()[..4], new byte[8], Samples.Text(), [0]),
                Box("elng", [0, 0, 0, 0], Samples.Text(), [0]),
                Box(
                    "minf",
                    handler == "soun" ? Box("smhd", new byte[8]) : Box("vmhd", new byte[12]),
                    Box("dinf", Box("dref", [0, 0, 0, 0], Number(1, 4), Box("url ", [0, 0, 0, 1], Samples.Text()))),
                    Box(
                        "stbl",
                        Box("stsd", [0, 0, 0, 0], Number(1, 4), entry),
                        Box("stts", [0, 0, 0, 0], Number(1, 4), Number(2 * samples, 4), Number(500, 4)),
                        Box("stsc", [0, 0, 0, 0], Number(1, 4), Number(1, 4), Number(samples, 4), Number(1, 4)),
                        Box(
                            "stsz",
                            [0, 0, 0, 0], Number(count is null ? 0 : sizes[0], 4), Number(count ?? sizes.Length, 4),
                            count is null ? Join([.. sizes.Select(size => Number(size, 4))]) : []),
                        Box(
                            isLarge ? "co64" : "stco",
                            [0, 0, 0, 0], Number(offsets.Length, 4),
                            Join([.. offsets.Select(offset => Number(offset, isLarge ? 8 : 4))]))))),
            Box("udta", QuickTimeText("\u00A9xyz", $"+33.925-018.424/{Samples.Secret}"), Box("name", Samples.Text())),
            Box("meta", [0, 0, 0, 0], Handler("mdta"), Samples.Text(), [0]));
    }

    private static byte[] Number(long value, int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[(8 - length)..];
    }
}
