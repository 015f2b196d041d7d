using System.Text;
using Mxit.Media.Metadata;
using SkiaSharp;

namespace Mxit.Media.Tests.Metadata;

/// <summary>Files as others get them.</summary>
internal static class Cleaning
{
    /// <summary>A file without its metadata; the same bytes when it has none.</summary>
    public static byte[] Clean(byte[] file, string? fileName = null)
    {
        using var content = new MemoryStream(file);
        var removal = MetadataRemover.Remove(content, fileName, null, CancellationToken.None);
        Assert.Equal(0, content.Position);
        Assert.Null(removal.Refusal);
        return removal.HasFile ? Read(removal, content) : file;
    }

    /// <summary>The same; <see langword="null"/> when it cannot be done.</summary>
    public static byte[]? TryClean(byte[] file)
    {
        using var content = new MemoryStream(file);
        var removal = MetadataRemover.Remove(content, null, null, CancellationToken.None);
        return removal.Refusal is not null ? null : removal.HasFile ? Read(removal, content) : file;
    }

    /// <summary>Why it cannot be done.</summary>
    public static string? Refuse(byte[] file, string? fileName = null, string? mediaType = null)
    {
        using var content = new MemoryStream(file);
        return MetadataRemover.Remove(content, fileName, mediaType, CancellationToken.None).Refusal;
    }

    /// <summary>Whether a file holds the secret, as text in any encoding or as degrees.</summary>
    public static bool HasSecret(ReadOnlySpan<byte> file) =>
        file.IndexOf("Zeerust"u8) >= 0 || file.IndexOf(Encoding.Unicode.GetBytes(Samples.Secret)) >= 0
        || file.IndexOf("33,55.49"u8) >= 0 || file.IndexOf("+33.92"u8) >= 0
        || file.IndexOf(BitConverter.GetBytes(294_321)) >= 0
        || file.IndexOf<byte>([.. BitConverter.GetBytes(294_321).Reverse()]) >= 0;

    public static void AssertSamePixels(byte[] file, byte[] clean)
    {
        var (before, after) = (PixelsOf(file), PixelsOf(clean));
        Assert.Equal(before.Count, after.Count);
        Assert.All(before.Zip(after), frame => Assert.True(frame.First.AsSpan().SequenceEqual(frame.Second)));
    }

    // All frames of a picture, as they lie in the file.
    private static List<byte[]> PixelsOf(byte[] file)
    {
        using var codec = SKCodec.Create(new MemoryStream(file));
        Assert.NotNull(codec);
        using var bitmap = new SKBitmap(codec.Info);
        var frames = new List<byte[]>();
        for (var frame = 0; frame < Math.Max(1, codec.FrameCount); frame++)
        {
            bitmap.Erase(SKColors.Transparent);
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(frame)));
            frames.Add(bitmap.GetPixelSpan().ToArray());
        }

        return frames;
    }

    private static byte[] Read(MetadataRemoval removal, Stream original)
    {
        using var file = removal.Open(original);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        Assert.Equal(file.Length, copy.Length);
        return copy.ToArray();
    }
}
