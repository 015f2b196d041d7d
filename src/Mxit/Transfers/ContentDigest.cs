using System.Text.RegularExpressions;

namespace Mxit.Internal;

/// <summary>Reads and writes digests in headers. Source: RFC 9530, sections 2 and 3.</summary>
internal static partial class ContentDigest
{
    private const int Sha256Bytes = 32;

    public static string Write(ReadOnlySpan<byte> sha256) => $"sha-256=:{Convert.ToBase64String(sha256)}:";

    /// <summary>The SHA-256 digest; <see langword="null"/> when it is missing or malformed.</summary>
    public static byte[]? Sha256OrNull(IEnumerable<string> values)
    {
        // Of several, the last one counts (RFC 9651, section 4.2.2).
        var written = values.SelectMany(static value => Sha256().Matches(value)).LastOrDefault()?.Groups[1].Value;
        var hash = new byte[Sha256Bytes];
        return written is not null && Convert.TryFromBase64String(written, hash, out var length) && length == Sha256Bytes
            ? hash
            : null;
    }

    [GeneratedRegex(@"(?:^|,)[ \t]*sha-256=:([A-Za-z0-9+/=]{43,44}):")]
    private static partial Regex Sha256();
}
