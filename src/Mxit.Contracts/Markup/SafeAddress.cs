namespace Mxit;

/// <summary>Tells addresses that are safe to follow from those that would run something, such as <c>javascript:</c>.</summary>
internal static class SafeAddress
{
    public const string Mxit = "mxit";

    // Longer ones lead nowhere: most servers refuse them.
    private const int MaxLength = 2_048;

    /// <summary>The address, absolute, with one of the schemes http, https and mxit; otherwise nothing.</summary>
    public static Uri? FindOrNull(string? address) =>
        address is { Length: > 0 and <= MaxLength }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Mxit)
        && uri.Host.Length > 0
            ? uri
            : null;

    /// <summary>Whether a page may link to what it made up itself: a place on the same server, or an address as above.</summary>
    public static bool IsForPages(string address) =>
        !address.Any(char.IsControl) // browsers leave some of them out, and "/", tab, "/" leads to another server
        && IsPlaceOrAddress(address);

    private static bool IsPlaceOrAddress(string address) =>
        address is ['/'] or ['/', not ('/' or '\\'), ..] or ['?' or '#', ..] || FindOrNull(address) is not null;
}
