using Mxit.Internal;
using Mxit.Messenger;
using Mxit.Wire;

namespace Mxit;

public partial class MessengerClient
{
    /// <summary>
    /// One page of file offers, newest first. A new one comes as a message, with <see cref="MessengerMessage.Offer"/>. Source:
    /// <c>GET /messenger/offers</c>.
    /// </summary>
    /// <param name="direction">Those that the person got, or those that the person made.</param>
    /// <param name="before">Only those older than this one; <see langword="null"/> for the newest.</param>
    /// <param name="limit">The most offers wanted, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FileOfferPage> GetOffersAsync(
        FileOfferDirection direction = FileOfferDirection.Received,
        Guid? before = null,
        int limit = 50,
        CancellationToken cancellationToken = default) =>
        _api.ReadAsync(
            OfferPages.PathOf(TextOf(direction), before, limit),
            Scopes,
            MxitJson.Wire.FileOfferPage,
            ReplyValidation.Offers,
            options: null,
            cancellationToken);

    /// <summary>All file offers, newest first, page by page. Source: <c>GET /messenger/offers</c>.</summary>
    /// <param name="direction">Those that the person got, or those that the person made.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The direction is none.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListOffersAsync(
        FileOfferDirection direction = FileOfferDirection.Received, CancellationToken cancellationToken = default)
    {
        _ = TextOf(direction);
        return OfferPages.ReadAsync((before, stop) => GetOffersAsync(direction, before, MaxPageSize, stop), cancellationToken);
    }

    /// <summary>One file offer, as the person sees it who got or made it. Source: <c>GET /messenger/offers/{offerId}</c>.</summary>
    /// <param name="offerId">The id of the offer, which is that of its message.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitNotFoundException">The person has no such offer.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FileOffer> GetOfferAsync(Guid offerId, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(PathOf(offerId), Scopes, MxitJson.Wire.FileOffer, ReplyValidation.Offer, options: null, cancellationToken);

    /// <summary>
    /// Accepts a file offer: the file is in the person's gallery then, and its id in <see cref="FileOffer.FileId"/>. Accepting again
    /// changes nothing. 409 when it was declined, 410 when it has expired or was withdrawn, 507 when there is no room. Source:
    /// <c>POST /messenger/offers/{offerId}/accept</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="folder">
    /// The folder to put the file in, made when it is missing; <see langword="null"/> for
    /// <see cref="PersonUsersClient.DefaultGalleryFolder"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the call; the offer may have been accepted all the same.</param>
    /// <returns>The offer as it is now.</returns>
    /// <exception cref="ArgumentException">The folder cannot be one.</exception>
    /// <inheritdoc cref="GetOfferAsync" path="/exception"/>
    public virtual Task<FileOffer> AcceptOfferAsync(
        Guid offerId, string? folder = null, CancellationToken cancellationToken = default)
    {
        if (folder is not null)
        {
            FolderName.Check(folder, nameof(folder));
        }

        return AnswerAsync(
            $"{PathOf(offerId)}/accept", ApiRequest.Json(new AcceptOffer(folder), MxitJson.Wire.AcceptOffer), folder, cancellationToken);
    }

    /// <summary>
    /// Declines a file offer. Declining again changes nothing. 409 when it was accepted, 410 when it has expired or was withdrawn.
    /// Source: <c>POST /messenger/offers/{offerId}/decline</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="cancellationToken">Ends the call; the offer may have been declined all the same.</param>
    /// <returns>The offer as it is now.</returns>
    /// <inheritdoc cref="GetOfferAsync" path="/exception"/>
    public virtual Task<FileOffer> DeclineOfferAsync(Guid offerId, CancellationToken cancellationToken = default) =>
        AnswerAsync($"{PathOf(offerId)}/decline", content: null, folder: null, cancellationToken);

    private static string PathOf(Guid offerId) => $"{MxitRoutes.MessengerOffers}/{offerId}";

    private static string TextOf(FileOfferDirection direction) => direction switch
    {
        FileOfferDirection.Received => "in",
        FileOfferDirection.Sent => "out",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "There is no such direction."),
    };

    private async Task<FileOffer> AnswerAsync(
        string path, byte[]? content, string? folder, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, AddressOf(path))
        {
            Tokens = _tokens,
            Scopes = Scopes,
            Content = content,
            IsIdempotent = true,
            Confidential = folder is null ? [] : [FolderName.Confidential(folder)],
        };
        var reply = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.FileOffer, ReplyValidation.Offer);
    }
}
