using System.Collections.Frozen;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Which names stand for a place. Prefixes of XML can be any, so only what is behind them counts; that some other property of
/// such a name goes too does no harm. Source: XMP specification, part 2 (exif, photoshop); IPTC Photo Metadata Standard 2023.1.
/// </summary>
internal static class PlaceNames
{
    public const int MaxLength = 128;

    private static readonly FrozenSet<string> Names = new[]
    {
        "City", "State", "ProvinceState", "Country", "CountryName", "CountryCode", "WorldRegion", "Location", "Sublocation",
        "SubLocation", "LocationCreated", "LocationShown", "LocationName", "LocationId", "shotLocation", "lat", "long", "lon",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Parts = ["latitude", "longitude", "longtitude", "altitude"];

    /// <summary>Whether a property stands for a place.</summary>
    /// <param name="name">Its name, with or without a prefix.</param>
    public static bool IsPlace(string name)
    {
        var local = name[(name.LastIndexOf(':') + 1)..];
        return local.StartsWith("GPS", StringComparison.OrdinalIgnoreCase) || Names.Contains(local)
            || Array.Exists(Parts, part => local.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a key of a video does, such as <c>com.apple.quicktime.location.ISO6709</c>.</summary>
    public static bool IsPlaceKey(string key) => key.Contains("location", StringComparison.OrdinalIgnoreCase)
        || key.Contains("gps", StringComparison.OrdinalIgnoreCase) || IsPlace(key);
}
