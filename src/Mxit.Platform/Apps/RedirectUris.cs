using System.Buffers;
using System.Globalization;

namespace Mxit.Platform.Apps;

/// <summary>Which redirect URIs may be registered, and when two are the same.</summary>
internal static class RedirectUris
{
    // Those of a URI (RFC 3986, section 2), without the fragment's.
    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    // The literal addresses only: the name localhost may be answered by somebody else.
    private static readonly string[] Loopbacks = ["127.0.0.1", "[::1]"];

    /// <summary>
    /// Strict apps: https, or http on a loopback address (RFC 9700, section 2.6). Legacy apps: any http as well, because
    /// programs of 2012 lead to such addresses. No fragment (RFC 6749, section 3.1.2), no user info, and no second way of writing
    /// the same host or path.
    /// </summary>
    public static bool MayRegister(string text, AppProfile profile) =>
        !text.AsSpan().ContainsAnyExcept(Characters)
        && HasEscapesOnly(text)
        && Parse(text) is { } address
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host == address.Host
        && !HasDotSegment(address.Rest)
        && (address.Scheme == Uri.UriSchemeHttps || profile == AppProfile.Legacy
            || address.Host == "localhost" || Loopbacks.Contains(address.Host));

    /// <summary>
    /// Exact strings. Two exceptions: the port of a loopback address may differ (RFC 8252, section 7.3), as a program on
    /// the person's machine listens where it can; and a legacy app may leave out the slash that stands for an empty path,
    /// as the documentation of the time did both (wire document, section 2.3).
    /// </summary>
    public static bool AreEqual(string registered, string asked, AppProfile profile) =>
        string.Equals(registered, asked, StringComparison.Ordinal)
        || (profile == AppProfile.Legacy
            && string.Equals(WithPath(registered), WithPath(asked), StringComparison.Ordinal))
        || DifferInLoopbackPortOnly(registered, asked);

    /// <summary>The URI with a slash in place of an empty path: <c>http://www.example.com</c> has none.</summary>
    public static string WithPath(string uri)
    {
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return uri;
        }

        var end = uri.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
        return end < 0 ? uri + "/" : uri[scheme + 3 + end] == '/' ? uri : uri.Insert(scheme + 3 + end, "/");
    }

    private static bool DifferInLoopbackPortOnly(string registered, string asked) =>
        Parse(registered) is { Scheme: "http" } left && Loopbacks.Contains(left.Host) && Parse(asked) == left;

    // The parts that count, each as it is written; null for what is no http address with a port from 1 to 65535, if it has one.
    private static Address? Parse(string uri)
    {
        var scheme = uri.StartsWith("https://", StringComparison.Ordinal) ? Uri.UriSchemeHttps
            : uri.StartsWith("http://", StringComparison.Ordinal) ? Uri.UriSchemeHttp
            : null;
        if (scheme is null)
        {
            return null;
        }

        var start = scheme.Length + "://".Length;
        var length = uri.AsSpan(start).IndexOfAny('/', '?', '#');
        var authority = length < 0 ? uri.AsSpan(start) : uri.AsSpan(start, length);
        var hostLength = authority is ['[', ..] ? authority.IndexOf(']') + 1 : authority.IndexOf(':');
        var host = hostLength < 0 ? authority : authority[..hostLength];
        return host.Length > 0 && !authority.ContainsAny('@', '\\') && IsPortOrNothing(authority[host.Length..])
            ? new Address(scheme, host.ToString(), uri[(start + authority.Length)..])
            : null;
    }

    private static bool IsPortOrNothing(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (text is [':', >= '1' and <= '9', ..]
            && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    // A percent sign begins an escaped byte and means nothing else.
    private static bool HasEscapesOnly(string text)
    {
        for (var index = text.IndexOf('%', StringComparison.Ordinal); index >= 0; index = text.IndexOf('%', index + 1))
        {
            if (index + 2 >= text.Length || !char.IsAsciiHexDigit(text[index + 1]) || !char.IsAsciiHexDigit(text[index + 2]))
            {
                return false;
            }
        }

        return true;
    }

    // Browsers take such segments away, so that people would land elsewhere than it says.
    private static bool HasDotSegment(string rest) =>
        rest.Split('?')[0].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Split('/').Any(
            segment => segment is "." or "..");

    /// <param name="Scheme">http or https.</param>
    /// <param name="Host">The host, with the brackets of an IPv6 address.</param>
    /// <param name="Rest">Path and query.</param>
    private sealed record Address(string Scheme, string Host, string Rest);
}
