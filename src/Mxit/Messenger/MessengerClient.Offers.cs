using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <content>File offers.</content>
public partial class MessengerClient
{
    /// <summary>
    /// Lists file offers, newest first, page by page. A new offer arrives as a message with <see cref="MessengerMessage.Offer"/>.
    /// Source: <c>GET /messenger/offers</c>.
    /// </summary>
    /// <param name="direction">The received or the sent offers; <see langword="null"/> for the received ones.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListOffersAsync(
        MessageDirection? direction = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.ListOffersAsync(DirectionOf(direction), CallScopes.Messenger, options, cancellationToken);

    /// <summary>Gets one page of file offers, newest first. Source: <c>GET /messenger/offers</c>.</summary>
    /// <param name="direction">The received or the sent offers; <see langword="null"/> for the received ones.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the previous page; the default is the newest.</param>
    /// <param name="limit">The maximum number of offers, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<Page<FileOffer>> GetOffersPageAsync(
        MessageDirection? direction = null,
        Cursor after = default,
        int limit = 50,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.GetOffersPageAsync(DirectionOf(direction), after, limit, CallScopes.Messenger, options, cancellationToken);

    /// <summary>Gets a file offer that the person received or sent. Source: <c>GET /messenger/offers/{offerId}</c>.</summary>
    /// <param name="offerId">The id of the offer, which is the id of its message.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="MxitNotFoundException">The person has no such offer.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FileOffer> GetOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOfferAsync(offerId, CallScopes.Messenger, options, cancellationToken);

    /// <summary>
    /// Accepts a file offer. The file is copied to the person's gallery, under the id <see cref="FileOffer.FileId"/>. Idempotent.
    /// The status is 409 when the offer was declined, 410 when it has expired or was withdrawn, and 507 when the gallery is full.
    /// Source: <c>POST /messenger/offers/{offerId}/accept</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="folder">
    /// The folder for the file, created when it is missing; <see langword="null"/> for
    /// <see cref="UserAccountClient.DefaultGalleryFolder"/>.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the offer may have been accepted.</param>
    /// <returns>The offer in its new state.</returns>
    /// <exception cref="ArgumentException">The name of the folder is invalid.</exception>
    /// <inheritdoc cref="GetOfferAsync" path="/exception"/>
    public virtual Task<FileOffer> AcceptOfferAsync(
        OfferId offerId, string? folder = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (folder is not null)
        {
            folder = FolderName.Compose(folder, nameof(folder));
        }

        return AnswerAsync(
            UsersApi.OfferPath(offerId) + "/accept",
            ApiRequest.Json(new AcceptOfferBody(folder), MxitJson.Wire.AcceptOfferBody),
            folder,
            options,
            cancellationToken);
    }

    /// <summary>
    /// Declines a file offer. Idempotent. The status is 409 when the offer was accepted, and 410 when it has expired or was
    /// withdrawn. Source: <c>POST /messenger/offers/{offerId}/decline</c>.
    /// </summary>
    /// <param name="offerId">The id of the offer.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the offer may have been declined.</param>
    /// <returns>The offer in its new state.</returns>
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
