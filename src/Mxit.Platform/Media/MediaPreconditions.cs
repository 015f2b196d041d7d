using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mxit.Platform.Media;

/// <summary>
/// What a request that changes something expects to be there. Reading requests are answered by ASP.NET Core. Source: RFC 9110,
/// sections 13.1.1 and 13.1.2.
/// </summary>
public static class MediaPreconditions
{
    /// <summary>Reads <c>If-Match</c> and <c>If-None-Match</c>.</summary>
    /// <returns>
    /// Says of the tag of what is there whether the request may go on; <see langword="null"/> without such headers. A header that cannot be read lets nothing through: the
    /// sender meant to be careful.
    /// </returns>
    public static Func<string, bool>? ReadOrNull(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hasMatch = request.Headers.IfMatch.Count > 0;
        var hasNoneMatch = request.Headers.IfNoneMatch.Count > 0;
        if (!hasMatch && !hasNoneMatch)
        {
            return null;
        }

        var headers = request.GetTypedHeaders();
        var match = headers.IfMatch;
        var noneMatch = headers.IfNoneMatch;
        return tag =>
        {
            var current = new EntityTagHeaderValue($"\"{tag}\"");
            return (!hasMatch || Any(match, current, isStrong: true))
                && (!hasNoneMatch || (noneMatch.Count > 0 && !Any(noneMatch, current, isStrong: false)));
        };
    }

    private static bool Any(IList<EntityTagHeaderValue> tags, EntityTagHeaderValue current, bool isStrong) =>
        tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: isStrong));
}
