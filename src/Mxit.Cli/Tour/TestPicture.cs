using System.Buffers.Binary;

namespace Mxit.Cli.Tour;

/// <summary>A picture for the tour: a gradient, in the simplest format (BMP).</summary>
internal static class TestPicture
{
    private const int Side = 128;
    private const int HeaderLength = 54;

    public static byte[] Draw()
    {
        var file = new byte[HeaderLength + (Side * Side * 3)];
        "BM"u8.CopyTo(file);
        Write(2, file.Length);
        Write(10, HeaderLength);
        Write(14, 40);
        Write(18, Side);
        Write(22, Side);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (var pixel = 0; pixel < Side * Side; pixel++)
        {
            var (row, column) = Math.DivRem(pixel, Side);
            file[HeaderLength + (pixel * 3)] = (byte)(row * 2);
            file[HeaderLength + (pixel * 3) + 1] = (byte)(column * 2);
            file[HeaderLength + (pixel * 3) + 2] = (byte)(255 - row - column);
        }

        return file;

        void Write(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
    }
}
