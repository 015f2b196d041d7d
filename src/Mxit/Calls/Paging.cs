using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Parameters and reading of pages.</summary>
internal static class Paging
{
    /// <summary>The most entries that one page can have.</summary>
    public const int MaxLimit = 200;

    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 200.</exception>
    public static string LimitText(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        return limit.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A position in a feed as text; 0 for the beginning.</summary>
    /// <exception cref="ArgumentException">It is not a cursor of a feed.</exception>
    public static string PositionText(Cursor cursor, string parameterName) =>
        cursor.Position(parameterName).ToString(CultureInfo.InvariantCulture);

    /// <summary>The other side of a conversation, for a filter; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static string? PeerText(UserId? peer) =>
        peer is { Value.Length: 0 }
            ? throw new ArgumentException("The peer is empty; leave it out for all.", nameof(peer))
            : peer?.Value;

    /// <summary>
    /// Returns all entries, page by page. It runs only when it is read, so callers check their arguments first.
    /// </summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Cursor after,
        Func<Cursor, CancellationToken, Task<Page<T>>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await getPage(after, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (!page.HasMore)
            {
                yield break;
            }

            after = page.Next;
        }
    }
}
