using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// GIF: the frames stay, with how long each is shown, and how often the animation begins again. Source: GIF89a specification,
/// sections 17 to 27.
/// </summary>
internal sealed class GifCleaner(FileReader file)
{
    private const int HeaderLength = 13;
    private const int FlagsOffset = 10;
    private const int ControlLength = 8;
    private const int LoopLength = 16;
    private const byte Trailer = 0x3B;
    private const byte Frame = 0x2C;
    private const byte Extension = 0x21;
    private const byte Control = 0xF9;
    private const byte PlainText = 0x01;
    private const byte Application = 0xFF;

    private readonly PieceList _clean = new(file);
    private bool _hasFrame;

    // What it says is meant for the next frame.
    private long? _control;

    public static PieceList Clean(FileReader file) => new GifCleaner(file).Clean();

    private PieceList Clean()
    {
        SkipColors(file.Read(HeaderLength)[FlagsOffset]);
        _clean.Copy(0, file.Position);
        for (var block = file.ReadByte(); block != Trailer; block = file.ReadByte())
        {
            switch (block)
            {
                case Frame:
                    ReadFrame(file.Position - 1);
                    break;
                case Extension:
                    ReadExtension(file.Position - 1);
                    break;
                case not 0:
                    throw new InvalidDataException("holds something that is no block");
            }
        }

        _clean.Add(_hasFrame ? Trailer : throw new InvalidDataException("holds no frame"));
        return _clean;
    }

    private void SkipColors(byte flags)
    {
        if ((flags & 0x80) != 0)
        {
            file.Position += 3L << ((flags & 0x07) + 1);
        }
    }

    private void SkipBlocks()
    {
        while (file.ReadByte() is > 0 and var length)
        {
            file.Position += length;
        }
    }

    private void ReadExtension(long start)
    {
        var label = file.ReadByte();
        var content = file.Position;
        if (label == Control)
        {
            _control = file.Read(ControlLength - 2) is [4, .., 0]
                ? start
                : throw new InvalidDataException("has a block that is damaged");
        }
        else if (label == Application && file.ReadAtMost(LoopLength) is [11, .., 3, 1, _, _] loop
            && (loop[1..].StartsWith("NETSCAPE2.0"u8) || loop[1..].StartsWith("ANIMEXTS1.0"u8)))
        {
            _clean.Add([Extension, Application, .. loop, 0]);
        }
        else if (label == PlainText)
        {
            _control = null;
        }

        file.Position = content;
        SkipBlocks();
    }

    private void ReadFrame(long start)
    {
        _clean.Copy(_control ?? 0, _control is null ? 0 : ControlLength);
        (_control, _hasFrame) = (null, true);
        file.Position += 4;
        var pixels = (long)file.ReadUInt16() * file.ReadUInt16();
        SkipColors(file.ReadByte());
        var block = GifPixels.Skip(file, pixels);

        // The last block ends with the last pixel.
        var length = file.Position - block - 1;
        _clean.Copy(start, block - start);
        _clean.Add(length == 0 ? [] : [(byte)length]);
        _clean.Copy(block + 1, length);
        _clean.Add(0);
        file.Position = block;
        SkipBlocks();
    }
}
