using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Mxit.Platform.Media;

/// <summary>
/// What a request expects to be there, in the order in which it counts. A date that cannot be read is as good as none; a list of
/// tags that cannot be read holds none. Source: RFC 9110, section 13.2.2.
/// </summary>
internal sealed class MediaPreconditions
{
    private readonly RequestHeaders _headers;
    private readonly bool _reads;
    private readonly bool _hasMatch;
    private readonly bool _hasNoneMatch;

    private MediaPreconditions(HttpRequest request)
    {
        _headers = request.GetTypedHeaders();
        _reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        _hasMatch = request.Headers.IfMatch.Count > 0;
        _hasNoneMatch = request.Headers.IfNoneMatch.Count > 0;
    }

    /// <summary>Reads what a request that changes something expects.</summary>
    /// <returns>
    /// Says of the tag and the date of what is there whether the request may go on; <see langword="null"/> when it expects
    /// nothing.
    /// </returns>
    public static Func<string, DateTime, bool>? ReadOrNull(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.Headers;
        if (headers.IfMatch.Count + headers.IfNoneMatch.Count + headers.IfUnmodifiedSince.Count == 0)
        {
            return null;
        }

        var conditions = new MediaPreconditions(request);
        return (tag, changedUtc) => conditions.Find(tag, changedUtc) is null;
    }

    /// <summary>What a request that reads something expects.</summary>
    internal static MediaPreconditions Of(HttpRequest request) => new(request);

    /// <summary>The status of the response when the request does not go on; <see langword="null"/> when it does.</summary>
    /// <param name="tag">The tag of what is there.</param>
    /// <param name="changedUtc">When it changed.</param>
    internal int? Find(string tag, DateTime changedUtc)
    {
        var current = new EntityTagHeaderValue($"\"{tag}\"");
        var changed = ToSeconds(changedUtc);
        if (_hasMatch ? !Any(_headers.IfMatch, current, isStrong: true) : changed > ReadDate(HeaderNames.IfUnmodifiedSince))
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        if (_hasNoneMatch)
        {
            // Who would write something and sends tags that nobody can read meant to be careful.
            return Any(_headers.IfNoneMatch, current, isStrong: false) || (!_reads && _headers.IfNoneMatch.Count == 0)
                ? IsThere()
                : null;
        }

        return _reads && changed <= ReadDate(HeaderNames.IfModifiedSince) ? IsThere() : null;
    }

    /// <summary>Whether a part may be answered with a part: not when <c>If-Range</c> names anything but what is there.</summary>
    /// <param name="tag">The tag of what is there.</param>
    /// <param name="changedUtc">When it changed.</param>
    internal bool AllowRange(string tag, DateTime changedUtc)
    {
        var condition = _headers.Headers.IfRange;
        return condition.Count == 0 || (condition is [{ } value] && (value.Contains('"', StringComparison.Ordinal)
            ? EntityTagHeaderValue.TryParse(value, out var named)
            && named.Compare(new EntityTagHeaderValue($"\"{tag}\""), useStrongComparison: true)
            : HeaderUtilities.TryParseDate(value, out var date) && date == ToSeconds(changedUtc)));
    }

    private static bool Any(IList<EntityTagHeaderValue> tags, EntityTagHeaderValue current, bool isStrong) =>
        tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: isStrong));

    // Headers know no less than a second.
    private static DateTimeOffset ToSeconds(DateTime utc) =>
        new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private int IsThere() => _reads ? StatusCodes.Status304NotModified : StatusCodes.Status412PreconditionFailed;

    private DateTimeOffset? ReadDate(string name) =>
        _headers.Headers[name] is [{ } value] && HeaderUtilities.TryParseDate(value, out var date) ? date : null;
}
