using System.Buffers.Binary;
using System.Text;
using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// WebP: the pictures stay, how an animation moves, and the colour profile; of the rest the orientation. Source: RFC 9649.
/// </summary>
internal sealed class WebPCleaner(FileReader file)
{
    private const int ContainerLength = 12;
    private const int HeadLength = 8;
    private const int ExtendedLength = 10;
    private const int FrameLength = 16;
    private const int AnimationLength = 6;
    private const int ProfileFlag = 0x20;
    private const int ExifFlag = 0x08;

    // That it moves, and that something of it is transparent.
    private const int KeptFlags = 0x12;

    private readonly PieceList _chunks = new();
    private byte[]? _extended;
    private int _orientation = ExifOrientation.None;
    private bool _hasPicture;
    private bool _hasProfile;

    public static PieceList Clean(FileReader file) => new WebPCleaner(file).Clean();

    private PieceList Clean()
    {
        file.Position = 4;
        ReadChunks(ContainerLength, HeadLength + (long)file.ReadUInt32(), _chunks, isFrame: false);
        var (head, exif) = (Array.Empty<byte>(), Array.Empty<byte>());
        if (_extended is not null)
        {
            exif = _orientation == ExifOrientation.None ? [] : ExifOrientation.Write(_orientation);
            exif = exif.Length == 0 ? [] : [.. Head("EXIF", exif.Length), .. exif];
            var flags = (_extended[0] & KeptFlags) | (_hasProfile ? ProfileFlag : 0) | (exif.Length > 0 ? ExifFlag : 0);
            head = [.. Head("VP8X", ExtendedLength), (byte)flags, 0, 0, 0, .. _extended[4..]];
        }

        var clean = new PieceList(file);
        clean.Add(
            _hasPicture
                ? Head("RIFF", 4 + head.Length + _chunks.Length + exif.Length)
                : throw new InvalidDataException("holds no frame"));
        clean.Add([.. "WEBP"u8, .. head]);
        clean.AddAll(_chunks);
        clean.Add(exif);
        return clean;
    }

    private static byte[] Head(string type, long length)
    {
        var head = new byte[HeadLength];
        Encoding.ASCII.GetBytes(type, head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), (uint)length);
        return head;
    }

    private static void Copy(string type, long content, uint length, PieceList to)
    {
        to.Add(Head(type, length));
        to.Copy(content, length);
        to.Fill(length & 1);
    }

    private void ReadChunks(long start, long end, PieceList to, bool isFrame)
    {
        // A chunk of an odd length has a byte more behind it, which some leave out at the end.
        for (var position = start; position < end;)
        {
            file.Position = position;
            var (type, length) = (file.ReadLetters(4), file.ReadUInt32());
            var content = position + HeadLength;
            position = content + length + (length & 1);
            if (content + length > Math.Min(end, file.Length))
            {
                throw new InvalidDataException("has a chunk that is longer than the file");
            }

            if (type is "VP8 " or "VP8L" or "ALPH")
            {
                _hasPicture |= type != "ALPH";
                Copy(type, content, length, to);
            }
            else if (!isFrame)
            {
                ReadChunk(type, content, length);
            }
        }
    }

    private void ReadChunk(string type, long content, uint length)
    {
        switch (type)
        {
            case "ANMF" when length >= FrameLength:
                var frame = new PieceList();
                ReadChunks(content + FrameLength, content + length, frame, isFrame: true);
                _chunks.Add(Head(type, FrameLength + frame.Length));
                _chunks.Copy(content, FrameLength);
                _chunks.AddAll(frame);
                break;
            case "ANIM" when length == AnimationLength:
                Copy(type, content, length, _chunks);
                break;
            case "VP8X" when _extended is null && length == ExtendedLength:
                _extended = file.ReadArray(ExtendedLength);
                break;
            case "ICCP" when !_hasProfile && IccProfile.Measure(file.ReadAtMost(IccProfile.HeaderLength), length) is > 0
                and var profile:
                _hasProfile = true;
                Copy(type, content, (uint)profile, _chunks);
                break;
            case "EXIF" when _orientation == ExifOrientation.None:
                _orientation = ExifOrientation.Find(file.ReadAtMost((int)Math.Min(length, FileReader.MaxRead)));
                break;
        }
    }
}
