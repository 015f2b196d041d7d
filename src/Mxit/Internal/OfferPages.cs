using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Messenger;

namespace Mxit.Internal;

/// <summary>Pages of file offers, newest first.</summary>
internal static class OfferPages
{
    public static string PathOf(string direction, Guid? before, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, UsersClient.MaxOfferPageSize);
        return MxitRoutes.MessengerOffers + Query.Of(
            ("direction", direction), ("before", before?.ToString()), ("limit", limit.ToString(CultureInfo.InvariantCulture)));
    }

    public static async IAsyncEnumerable<FileOffer> ReadAsync(
        Func<Guid?, CancellationToken, Task<FileOfferPage>> getPage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? before = null;
        while (true)
        {
            var page = await getPage(before, cancellationToken).ConfigureAwait(false);
            foreach (var offer in page.Offers)
            {
                yield return offer;
            }

            if (!page.HasMore)
            {
                yield break;
            }

            before = page.Offers[^1].Id is var last && last != before ? last : throw ApiReply.LeadsNowhere(requestId: null);
        }
    }
}
