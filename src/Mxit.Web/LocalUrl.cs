namespace Mxit.Web;

/// <summary>Keeps people on this server: a return address that leads elsewhere is not followed.</summary>
internal static class LocalUrl
{
    public const string Default = "/messages";

    private static readonly Uri Here = new("http://localhost/");

    /// <summary>The address as it may stand in a header, with what is not ASCII escaped.</summary>
    public static string OrDefault(string? url) =>
        IsPath(url) && !url!.Any(char.IsControl) && Uri.TryCreate(Here, url, out var address)
            && address.PathAndQuery + address.Fragment is var path && IsPath(path)
            ? path
            : Default;

    // Two slashes begin a host, and browsers take the other slash for one too.
    private static bool IsPath(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..];
}
