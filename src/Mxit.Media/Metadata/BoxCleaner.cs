using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// Files made of boxes: videos as MP4, MOV and 3GP, pictures as HEIF and AVIF. What is not needed becomes zeros in place, since
/// boxes tell by their position in the file where pictures are: boxes that are not known to be needed, tracks other than video
/// and sound, and all data that no picture, video or sound is in. Source: ISO/IEC 14496-12; ISO/IEC 23008-12; QuickTime File
/// Format.
/// </summary>
internal sealed partial class BoxCleaner(FileReader file)
{
    private const int MaxFileTypeLength = 256;
    private const int MaxDataBoxes = 100;

    // More than a video of a day has.
    private const int MaxParts = 2_000_000;

    private static readonly byte[] FreeType = [.. "free"u8];

    // What becomes zeros, or other bytes; over each other, too.
    private readonly List<(long Start, long End, byte[]? Bytes)> _edits = [];

    // What is in the boxes of data: the first is needed unless the second says otherwise.
    private readonly List<(long Start, long End)> _kept = [];
    private readonly List<(long Start, long End)> _dropped = [];
    private readonly List<Box> _data = [];
    private bool _hasPicture;

    public static PieceList Clean(FileReader file) => new BoxCleaner(file).Clean();

    private PieceList Clean()
    {
        var end = 0L;
        while (file.Length - end >= Box.HeadLength && Box.ReadOrNull(file, end) is { } box
            && (box.End <= file.Length || box.Type == "mdat"))
        {
            // A video that was cut off is one still.
            end = Math.Min(box.End, file.Length);
            ReadTop(box with { End = end });
        }

        _kept.Sort();
        _data.ForEach(ZeroUnneeded);
        return _hasPicture ? Build(end) : throw new InvalidDataException("holds neither picture, video nor sound that is known");
    }

    private void ReadTop(Box box)
    {
        switch (box.Type)
        {
            case "ftyp" when box.End - box.Start <= MaxFileTypeLength:
                break;
            case "mdat":
                AddData(box);
                break;
            case "moov":
                ReadAll(box.Content, box.End);
                break;
            case "meta" when box with { Content = box.Content + 4 } is var items && HandlerOf(items) == "pict":
                ReadItems(items);
                break;
            case "ftyp" or "moof":
                throw new InvalidDataException("has a box of a rare kind");
            default:
                Free(box);
                break;
        }
    }

    private void AddData(Box data) =>
        _data.Add(_data.Count < MaxDataBoxes ? data : throw new InvalidDataException("is in too many pieces"));

    private void ZeroUnneeded(Box data)
    {
        var position = data.Content;
        foreach (var (start, end) in _kept)
        {
            Zero(position, Math.Min(start, data.End));
            position = Math.Max(position, end);
        }

        Zero(position, data.End);
        _dropped.ForEach(part => Zero(Math.Max(part.Start, data.Content), Math.Min(part.End, data.End)));
    }

    private PieceList Build(long end)
    {
        var clean = new PieceList(file);
        foreach (var edit in _edits.OrderBy(edit => edit.Start))
        {
            clean.Copy(clean.Length, edit.Start - clean.Length);
            clean.Add(edit.Bytes ?? []);
            clean.Fill(edit.End - clean.Length);
        }

        clean.Copy(clean.Length, end - clean.Length);
        return clean;
    }

    private string HandlerOf(Box box) => box.FindOrNull(file, "hdlr") is { } handler && handler.End - handler.Content >= 12
        ? file.At(handler.Content + 8).ReadLetters(4)
        : "";

    private void Zero(long start, long end) => Add(_edits, start, end, (start, end, null));

    // Everybody skips it then.
    private void Free(Box box)
    {
        _edits.Add((box.Start + 4, box.Start + 8, FreeType));
        Zero(box.Content, box.End);
    }

    private static void Add<T>(List<T> parts, long start, long end, T part)
    {
        if (end > start)
        {
            parts.Add(parts.Count < MaxParts ? part : throw new InvalidDataException("is in too many pieces"));
        }
    }
}
