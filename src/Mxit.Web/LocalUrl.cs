namespace Mxit.Web;

/// <summary>Keeps people on this server: a return address that leads elsewhere is not followed.</summary>
internal static class LocalUrl
{
    public const string Default = "/messages";

    public static string OrDefault(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl)
            && Uri.TryCreate(url, UriKind.Relative, out _)
            ? url
            : Default;
}
