namespace Mxit.Platform.Apps;

/// <summary>Which redirect URIs may be registered, and when two are the same.</summary>
internal static class RedirectUris
{
    /// <summary>
    /// Strict apps: https, or http on a loopback address (RFC 9700, section 2.6). Legacy apps: any http as well, because
    /// programs of 2012 lead to such addresses. No fragment (RFC 6749, section 3.1.2), no user info.
    /// </summary>
    public static bool MayRegister(string text, AppProfile profile) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && uri is { Fragment: "", UserInfo: "", Host.Length: > 0 }
        && !text.Contains('#', StringComparison.Ordinal)
        && !text.Any(character => character <= ' ' || character > '~')
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp
            && (profile == AppProfile.Legacy || uri.IsLoopback)));

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
        SplitLoopback(registered) is { } left && SplitLoopback(asked) is { } right && left == right;

    // The literal addresses only: the name localhost may be answered by somebody else.
    private static (string Host, string PathAndQuery)? SplitLoopback(string uri)
    {
        foreach (var host in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]"])
        {
            if (uri.StartsWith(host, StringComparison.Ordinal))
            {
                var rest = uri.AsSpan(host.Length);
                if (rest is [':', ..])
                {
                    var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
                    digits = digits < 0 ? rest.Length - 1 : digits;
                    if (digits is 0 or > 5)
                    {
                        return null;
                    }

                    rest = rest[(1 + digits)..];
                }

                return rest is [] or ['/', ..] or ['?', ..] ? (host, rest.ToString()) : null;
            }
        }

        return null;
    }
}
