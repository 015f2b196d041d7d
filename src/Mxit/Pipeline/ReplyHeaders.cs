using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Mxit.Internal;

/// <summary>Reads the headers of a response; a missing or malformed header is <see langword="null"/>.</summary>
internal static partial class ReplyHeaders
{
    private const int MaxRequestIdLength = 128;
    private const int MaxMessageIdLength = 100;

    // A limit that keeps sums with dates in range.
    private const int MaxRetryAfterSeconds = int.MaxValue;

    public static string? RequestId(HttpResponseMessage response) =>
        First(response.Headers, MxitHeaders.RequestId) is { Length: > 0 and <= MaxRequestIdLength } id ? id : null;

    public static MessageId? MessageId(HttpResponseMessage response) =>
        First(response.Headers, MxitHeaders.MessageId) is { Length: <= MaxMessageIdLength } id
            ? TextValue.OrNull<MessageId>(id)
            : null;

    /// <summary>The required scope in <c>WWW-Authenticate</c> (RFC 6750, section 3).</summary>
    public static string? MissingScope(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var challenges)
        && challenges.Select(static challenge => Scope().Match(challenge))
            .FirstOrDefault(static match => match.Success) is { } scope
            ? scope.Groups[1].Value
            : null;

    /// <summary>The entity tag, if it is ASCII: other tags cannot be sent back.</summary>
    public static string? ETag(HttpResponseMessage response) =>
        response.Headers.ETag?.ToString() is { } tag && Ascii.IsValid(tag) ? tag : null;

    /// <summary>The SHA-256 of the whole content (RFC 9530, section 3).</summary>
    public static byte[]? Sha256OrNull(HttpResponseMessage response) =>
        ContentDigest.Sha256OrNull(
            Values(response.Headers, "Repr-Digest").Concat(Values(response.Content.Headers, "Repr-Digest")));

    /// <summary>The name of a file, never with a folder.</summary>
    public static string? FileName(HttpResponseMessage response) =>
        First(response.Content.Headers, "Content-Disposition") is { } disposition ? DispositionFileName.Read(disposition) : null;

    /// <summary>The content type without its parameters, in lower case.</summary>
    public static string? MediaType(HttpResponseMessage response) =>
        First(response.Content.Headers, "Content-Type") is { } type && type.Split(';')[0].Trim() is { Length: > 0 } name
            ? name.ToLowerInvariant()
            : null;

    /// <summary>
    /// The delay of <c>Retry-After</c>, never negative (RFC 9110, section 10.2.3); <see langword="null"/> when it is missing or
    /// malformed.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        // Relative to the server's own clock, which can differ from ours.
        if (response.Headers.RetryAfter?.Date is { } date)
        {
            var wait = date - (response.Headers.Date ?? timeProvider.GetUtcNow());
            return wait > TimeSpan.Zero ? AtMost(wait.TotalSeconds) : TimeSpan.Zero;
        }

        return response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? values.Select(SecondsOrNull).FirstOrDefault(static seconds => seconds is not null)
            : null;
    }

    private static string? First(HttpHeaders headers, string name)
    {
        foreach (var value in Values(headers, name))
        {
            return value.Trim();
        }

        return null;
    }

    private static HeaderStringValues Values(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values : default;

    // Some servers send fractions and very long numbers. NaN and the like are rejected.
    private static TimeSpan? SecondsOrNull(string text) =>
        text.Trim() is [>= '0' and <= '9', ..] number
        && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? AtMost(seconds)
            : null;

    private static TimeSpan AtMost(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, MaxRetryAfterSeconds));

    [GeneratedRegex(@"(?:^|[\s,])scope\s*=\s*""([!#-\[\]-~ ]{1,200})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scope();
}
