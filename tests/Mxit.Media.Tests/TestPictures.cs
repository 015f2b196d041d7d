using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Mxit.Media.Tests;

/// <summary>Pictures of every format, good and bad, made for the tests.</summary>
internal static class TestPictures
{
    /// <summary>Red, green, blue and yellow in the four corners, so that one sees how a picture is turned.</summary>
    public static readonly SKColor[] Corners = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.Yellow];

    public static byte[] Png(int width = 40, int height = 30) => Encode(width, height, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width = 40, int height = 30) => Encode(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] WebP(int width = 40, int height = 30) => Encode(width, height, SKEncodedImageFormat.Webp);

    public static byte[] LosslessWebP(int width = 40, int height = 30)
    {
        using var bitmap = Draw(width, height);
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        return data!.ToArray();
    }

    public static byte[] Bmp(int width = 40, int height = 30)
    {
        using var bitmap = Draw(width, height);
        var rowBytes = ((width * 3) + 3) & ~3;
        var file = new byte[54 + (rowBytes * height)];
        "BM"u8.CopyTo(file);
        Put(file, 2, file.Length);
        Put(file, 10, 54);
        Put(file, 14, 40);
        Put(file, 18, width);
        Put(file, 22, -height);
        file[26] = 1;
        file[28] = 24;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var color = bitmap.GetPixel(x, y);
                new[] { color.Blue, color.Green, color.Red }.CopyTo(file, 54 + (y * rowBytes) + (x * 3));
            }
        }

        return file;
    }

    /// <summary>A GIF in the four colours, with as many frames of the whole picture.</summary>
    public static byte[] Gif(int width = 40, int height = 30, int frames = 1)
    {
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        file.Write([(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x81, 0, 0]);
        foreach (var color in Corners)
        {
            file.Write([color.Red, color.Green, color.Blue]);
        }

        for (var frame = 0; frame < frames; frame++)
        {
            file.Write([0x2C, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 2]);
            foreach (var block in LzwWithoutCompression(width, height).Chunk(255))
            {
                file.WriteByte((byte)block.Length);
                file.Write(block);
            }

            file.WriteByte(0);
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>A GIF whose frames have no pixels: a few bytes each.</summary>
    public static byte[] GifOfEmptyFrames(int width, int height, int frames)
    {
        byte[] head = [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0];
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0];
        return [.. head, .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B];
    }

    /// <summary>A PNG of a few bytes that claims a size.</summary>
    public static byte[] PngClaiming(uint width, uint height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78]), .. Chunk("IEND", [])];
    }

    /// <summary>A JPEG of a few bytes that claims a size.</summary>
    public static byte[] JpegClaiming(int width, int height, byte frame = 0xC0) =>
    [
        0xFF, 0xD8,
        0xFF, frame, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
        0xFF, 0xD9,
    ];

    /// <summary>A picture with something in it that does not belong there: metadata, a script, an archive.</summary>
    public static byte[] WithJpegSegment(byte[] jpeg, byte marker, byte[] content) =>
    [
        .. jpeg[..2], 0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content, .. jpeg[2..],
    ];

    public static byte[] WithPngChunk(byte[] png, string type, byte[] content) =>
        [.. png[..33], .. Chunk(type, content), .. png[33..]];

    /// <summary>The EXIF block of a picture with this orientation, 1 to 8, without the name before it.</summary>
    public static byte[] ExifOrientation(int orientation) =>
        [.. "MM\0*\0\0\0\b"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A photo that is held so that orientation 6 makes it upright, with a text in three kinds of metadata.</summary>
    public static byte[] Photo(string text, int width = 400, int height = 200)
    {
        var photo = WithJpegSegment(Jpeg(width, height), 0xFE, Encoding.UTF8.GetBytes(text));
        photo = WithJpegSegment(
            photo, 0xE1, Encoding.UTF8.GetBytes(
                $"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>{text}</x:xmpmeta>"));
        return WithJpegSegment(photo, 0xE1, [.. "Exif\0\0"u8, .. ExifOrientation(6), .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>A picture as it looks to a camera that is held so that this orientation makes it upright.</summary>
    public static byte[] Turned(int orientation, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        // The way back from upright to how it lies in the file.
        using var upright = Draw(80, 60);
        var isTurned = orientation >= 5;
        using var stored = new SKBitmap(isTurned ? 60 : 80, isTurned ? 80 : 60, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                var (right, bottom) = (79, 59);
                var (fromX, fromY) = orientation switch
                {
                    1 => (x, y),
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (right - y, x),
                    7 => (right - y, bottom - x),
                    _ => (y, bottom - x),
                };
                stored.SetPixel(x, y, upright.GetPixel(fromX, fromY));
            }
        }

        using var data = stored.Encode(format, 95);
        return format switch
        {
            SKEncodedImageFormat.Jpeg =>
                WithJpegSegment(data.ToArray(), 0xE1, [.. "Exif\0\0"u8, .. ExifOrientation(orientation)]),
            SKEncodedImageFormat.Png => WithPngChunk(data.ToArray(), "eXIf", ExifOrientation(orientation)),
            _ => WithWebPExif(data.ToArray(), stored.Width, stored.Height, ExifOrientation(orientation)),
        };
    }

    private static byte[] WithWebPExif(byte[] webp, int width, int height, byte[] exif)
    {
        byte[] chunks =
        [
            .. "WEBPVP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0,
            .. webp[12..], .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif,
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    /// <summary>A picture of four quarters in the four colours.</summary>
    public static SKBitmap Draw(int width, int height)
    {
        var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        for (var quarter = 0; quarter < 4; quarter++)
        {
            paint.Color = Corners[quarter];
            canvas.DrawRect(quarter % 2 * (width / 2f), quarter / 2 * (height / 2f), width, height, paint);
        }

        return bitmap;
    }

    public static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using var data = bitmap.Encode(format, 95);
        return data!.ToArray();
    }

    /// <summary>A PNG chunk.</summary>
    public static byte[] Chunk(string type, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Checksum(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    /// <summary>A PNG of one colour that is large but takes few bytes.</summary>
    public static byte[] BlankPng(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>The segments or chunks of a JPEG or PNG that are not needed to show it.</summary>
    public static List<string> MetadataIn(ReadOnlySpan<byte> picture)
    {
        var names = new List<string>();
        if (picture[0] == 0xFF)
        {
            for (var at = 2; picture[at + 1] != 0xDA; at += 2 + (picture[at + 2] << 8) + picture[at + 3])
            {
                // APP1 to APP15 and comments; APP0 says no more than that this is a JPEG file.
                if (picture[at + 1] is (> 0xE0 and <= 0xEF) or 0xFE)
                {
                    names.Add($"{picture[at + 1]:X}");
                }
            }
        }
        else
        {
            for (var at = 8; at < picture.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(picture[at..]))
            {
                names.Add(Encoding.ASCII.GetString(picture.Slice(at + 4, 4)));
            }

            _ = names.RemoveAll(name => name is "IHDR" or "sBIT" or "IDAT" or "IEND");
        }

        return names;
    }

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = Draw(width, height);
        return Encode(bitmap, format);
    }

    // Codes of 3 bits, with a clear code before the table would grow to 4.
    private static byte[] LzwWithoutCompression(int width, int height)
    {
        var bits = new List<bool>();
        void Add(int code) => bits.AddRange([(code & 1) != 0, (code & 2) != 0, (code & 4) != 0]);
        for (var index = 0; index < width * height; index++)
        {
            if (index % 2 == 0)
            {
                Add(4);
            }

            var (x, y) = (index % width, index / width);
            Add((x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2));
        }

        Add(5);
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, place) => bit ? 1 << place : 0).Sum())];
    }

    private static void Put(byte[] file, int offset, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320u);
            }
        }

        return ~checksum;
    }
}
