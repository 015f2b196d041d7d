using System.Text;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Xmp;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Metadata;
using SkiaSharp;
using Options = Microsoft.Extensions.Options.Options;

namespace Mxit.Platform.Tests.Media.Positions;

/// <summary>What is in files, as our code and as the code of others sees it.</summary>
internal static class Reading
{
    private static readonly string[] Places = ["GPS", "City", "State", "Country", "Location", "Latitude", "Longitude"];

    /// <summary>A file without its position; the same bytes when it tells none.</summary>
    public static async Task<byte[]> RemoveAsync(byte[] file)
    {
        using var remover = new PositionRemover(new FullStorage(), Options.Create(new MediaSettings()));
        using var content = new MemoryStream(file);
        await using var without = await remover.RemoveOrNullAsync(content, CancellationToken.None);
        if (without is null)
        {
            Assert.Equal(0, content.Position);
            return file;
        }

        using var copy = new MemoryStream();
        await without.CopyToAsync(copy);
        Assert.Equal(file.Length, copy.Length);
        return copy.ToArray();
    }

    /// <summary>What a well-known reader finds of the place where a file was made.</summary>
    public static List<string> PlacesIn(byte[] file)
    {
        var found = new List<string>();
        foreach (var directory in ImageMetadataReader.ReadMetadata(new MemoryStream(file)))
        {
            var values = directory is XmpDirectory xmp
                ? xmp.GetXmpProperties().Select(property => (property.Key, (string?)property.Value))
                : directory.Tags.Select(tag => (directory is GpsDirectory ? $"GPS {tag.Name}" : tag.Name, tag.Description));
            found.AddRange(values
                .Where(value => Array.Exists(Places, place => value.Item1.Contains(place, StringComparison.OrdinalIgnoreCase)))
                .Where(value => value.Item2?.Trim(' ', '\0') is { Length: > 0 })
                .Select(value => $"{value.Item1} = {value.Item2}"));
        }

        return found;
    }

    /// <summary>The coordinates that a well-known reader finds in a file that may be damaged; none when it gives up.</summary>
    public static List<string> TryFindPositions(byte[] file)
    {
        try
        {
            return PlacesIn(file).FindAll(place => place.Contains("Latitude", StringComparison.Ordinal) || place.Contains("Longitude", StringComparison.Ordinal));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <summary>How a well-known reader turns a picture.</summary>
    public static int? OrientationOf(byte[] file) => ImageMetadataReader.ReadMetadata(new MemoryStream(file))
        .OfType<ExifIfd0Directory>().Select(directory => (int?)directory.GetInt32(ExifDirectoryBase.TagOrientation)).FirstOrDefault();

    /// <summary>Whether a file holds a text, or the degrees, anywhere.</summary>
    public static bool HasSecret(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        return text.Contains(PositionFiles.Secret, StringComparison.Ordinal)
            || text.Contains("WGS-84", StringComparison.Ordinal)
            || text.Contains("33,55.49", StringComparison.Ordinal)
            || text.Contains("+33.92", StringComparison.Ordinal)
            || HasNumber(file, PositionFiles.Latitude[2].Item1) || HasNumber(file, PositionFiles.Longitude[2].Item1);
    }

    public static void AssertSamePixels(byte[] one, byte[] other)
    {
        using var first = SKBitmap.Decode(one);
        using var second = SKBitmap.Decode(other);
        Assert.NotNull(first);
        Assert.True(first.GetPixelSpan().SequenceEqual(second.GetPixelSpan()));
    }

    private static bool HasNumber(byte[] file, int number)
    {
        var bytes = BitConverter.GetBytes(number);
        return file.AsSpan().IndexOf(bytes) >= 0 || file.AsSpan().IndexOf<byte>([.. bytes.Reverse()]) >= 0;
    }
}
