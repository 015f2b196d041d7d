using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <content>File offers.</content>
public partial class MessengerClient
{
    /// <summary>
    /// All file offers, newest first, page by page. A new one comes as a message, with <see cref="MessengerMessage.Offer"/>. Source:
    /// <c>GET /messenger/offers</c>.
    /// </summary>
    /// <param name="direction">Those that the person received or sent; <see langword="null"/> for the received ones.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListOffersAsync(
        MessageDirection? direction = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.ListOffersAsync(DirectionOf(direction), CallScopes.Messenger, options, cancellationToken);

    /// <summary>One page of file offers, newest first. Source: <c>GET /messenger/offers</c>.</summary>
    /// <param name="direction">Those that the person received or sent; <see langword="null"/> for the received ones.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; the default is the newest.</param>
    /// <param name="limit">The most offers wanted, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<Page<FileOffer>> GetOffersPageAsync(
        MessageDirection? direction = null,
        Cursor after = default,
        int limit = 50,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.GetOffersPageAsync(DirectionOf(direction), after, limit, CallScopes.Messenger, options, cancellationToken);

    /// <summary>One file offer, as the person sees it who got or made it. Source: <c>GET /messenger/offers/{offerId}</c>.</summary>
    /// <param name="offerId">The id of the offer, which is that of its message.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitNotFoundException">The person has no such offer.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FileOffer> GetOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOfferAsync(offerId, CallScopes.Messenger, options, cancellationToken);

    /// <summary>
    /// Accepts a file offer: the file is in the person's gallery then, and its id in <see cref="FileOffer.FileId"/>. Idempotent. 409 when it was declined, 410 when it has expired or was withdrawn, 507 when there is no room. Source:
    /// <c>POST /messenger/offers/{offerId}/accept</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="folder">
    /// The folder to put the file in, made when it is missing; <see langword="null"/> for
    /// <see cref="UserAccountClient.DefaultGalleryFolder"/>.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the offer may have been accepted all the same.</param>
    /// <returns>The offer as it is now.</returns>
    /// <exception cref="ArgumentException">The folder cannot be one.</exception>
    /// <inheritdoc cref="GetOfferAsync" path="/exception"/>
    public virtual Task<FileOffer> AcceptOfferAsync(
        OfferId offerId, string? folder = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (folder is not null)
        {
            FolderName.Check(folder, nameof(folder));
        }

        return AnswerAsync(
            UsersApi.OfferPath(offerId) + "/accept",
            ApiRequest.Json(new AcceptOfferBody(folder), MxitJson.Wire.AcceptOfferBody),
            folder,
            options,
            cancellationToken);
    }

    /// <summary>
    /// Declines a file offer. Idempotent. 409 when it was accepted, 410 when it has expired or was withdrawn.
    /// Source: <c>POST /messenger/offers/{offerId}/decline</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the offer may have been declined all the same.</param>
    /// <returns>The offer as it is now.</returns>
    /// <inheritdoc cref="GetOfferAsync" path="/exception"/>
    public virtual Task<FileOffer> DeclineOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(UsersApi.OfferPath(offerId) + "/decline", content: null, folder: null, options, cancellationToken);

    private static MessageDirection DirectionOf(MessageDirection? direction) => direction switch
    {
        null => MessageDirection.Received,
        { Value.Length: > 0 } known => known,
        _ => throw new ArgumentException("The direction is empty; leave it out for the received offers.", nameof(direction)),
    };

    private Task<FileOffer> AnswerAsync(
        string path, byte[]? content, string? folder, MxitCallOptions? options, CancellationToken cancellationToken) =>
        _api.ReadAsync(
            _api.Request(
                HttpMethod.Post,
                path,
                CallScopes.Messenger,
                options,
                content,
                confidential: folder is null ? [] : [FolderName.Confidential(folder)],
                isIdempotent: true),
            ReplyJson.Wire.FileOffer,
            ReplyValidation.Offer,
            cancellationToken);
}
