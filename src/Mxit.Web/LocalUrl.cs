namespace Mxit.Web;

/// <summary>Accepts only return addresses on this server.</summary>
internal static class LocalUrl
{
    public const string Default = "/messages";

    private static readonly Uri Here = new("http://localhost/");

    /// <summary>The address for a header, with non-ASCII characters escaped.</summary>
    public static string OrDefault(string? url) =>
        IsPath(url) && !url!.Any(char.IsControl) && Uri.TryCreate(Here, url, out var address)
            && address.PathAndQuery + address.Fragment is var path && IsPath(path)
            ? path
            : Default;

    // Two slashes begin a host, and browsers treat a backslash as a slash.
    private static bool IsPath(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..];
}
