using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Looking people up, recommending the app, and offering files, as the app. Look-up and the public calls take the login, such as
/// <c>thandi</c>; all others the user id, such as <c>m11111111111</c>, which <see cref="GetUserIdAsync"/> finds. Source: wire document,
/// sections 4 to 6.
/// </summary>
public class UsersClient
{
    private readonly UsersApi _users;

    /// <summary>For fakes.</summary>
    protected UsersClient() => _users = null!;

    internal UsersClient(ApiCaller api) => _users = new UsersApi(api);

    /// <summary>
    /// The user id of a person (scope <see cref="MxitScopes.ProfilePublic"/>): what messages and profiles ask for, and what never
    /// changes. Source: <c>GET /user/lookup/{mxitId}</c>, wire document, section 4.2.
    /// </summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this login.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserId> GetUserIdAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdAsync(mxitId, options, cancellationToken);

    /// <summary>The same; <see langword="null"/> when nobody has this login.</summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserId?> GetUserIdOrNullAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdOrNullAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// The status message of a person, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/statusmessage/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetStatusAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetStatusAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// The name that others see of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/displayname/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetDisplayNameAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetDisplayNameAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// The picture of a person, a default one for those who have set none (scope <see cref="MxitScopes.ProfilePublic"/>). Dispose the
    /// reply. Source: <c>GET /user/public/avatar/{mxitId}</c>, wire document, section 4.4.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarAsync(mxitId, options, cancellationToken);

    /// <summary>The same; <see langword="null"/> when the picture is still the one that you have.</summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="etag">The one that you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetAvatarIfChangedAsync(
        string mxitId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarIfChangedAsync(mxitId, etag, options, cancellationToken);

    /// <summary>
    /// What everybody may know of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/profile/{userId}</c>, wire document, section 4.5.
    /// </summary>
    /// <param name="userId">The user id, not the login.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The user id is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this user id.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<BasicProfile> GetBasicProfileAsync(
        UserId userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetBasicProfileAsync(userId, options, cancellationToken);

    /// <summary>
    /// Recommends an app to a person (scope <see cref="MxitScopes.ContactRecommend"/>): an app recommends itself. Source:
    /// <c>POST /user/recommend</c>, wire document, section 5.4.
    /// </summary>
    /// <param name="recommendation">What to recommend to whom; <see cref="Recommendation.From"/> is needed from an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the recommendation may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">The recommendation or the options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitForbiddenException">The sender may not recommend, or not this app.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task RecommendAsync(
        Recommendation recommendation, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        return recommendation.From is not { } from || from == default(UserId)
            ? throw new ArgumentException(
                "From an app, a recommendation needs the user id of the person who recommends.", nameof(recommendation))
            : _users.RecommendAsync(recommendation, from, options, cancellationToken);
    }

    /// <summary>
    /// Uploads a file and offers it to a person (scope <see cref="MxitScopes.ContentSend"/>), as the app or the person: the file is
    /// in their gallery then, in the folder <c>Default</c>. The offer reaches those whom a message from them would reach. It carries an
    /// idempotency key, so that a retry neither stores nor offers the file twice. Source: <c>POST /user/media/file/send</c>, wire document, section 6, M10.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="file">The file, with a name. Exceptions of your stream or file are passed on.</param>
    /// <param name="preventShare">Neither side can offer the file to others.</param>
    /// <param name="offer">How it is offered; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been offered all the same.</param>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload has to be sent again, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <exception cref="MxitUnknownRecipientsException">Nobody has this user id.</exception>
    /// <exception cref="MxitForbiddenException">The sender may not offer files.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOfferReceipt> UploadFileAndSendFileOfferAsync(
        UserId userId,
        MediaUpload file,
        bool preventShare = false,
        FileOfferOptions? offer = null,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.UploadFileAndSendFileOfferAsync(userId, file, preventShare, offer, progress, options, cancellationToken);

    /// <summary>
    /// Offers a file that is in a gallery already (scope <see cref="MxitScopes.ContentSend"/>): a person one of their own, unless it is
    /// marked with <c>preventShare</c>; an app one of its own, or one that a person has through it. Carries an idempotency key. Source:
    /// <c>POST /user/media/file/send/{fileId}</c>, wire document, section 6, M11.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="offer">How it is offered; <see langword="null"/> for the defaults.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been offered all the same.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Nobody has this user id.</exception>
    /// <exception cref="MxitNotFoundException">There is no such file that the sender could offer.</exception>
    /// <exception cref="MxitForbiddenException">The file is not to be shared, or the sender may not offer files.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOfferReceipt> SendFileOfferAsync(
        UserId userId,
        FileId fileId,
        FileOfferOptions? offer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.SendFileOfferAsync(userId, fileId, offer, options, cancellationToken);

    /// <summary>
    /// One of the file offers that the app or the person has made, with its state (scope <see cref="MxitScopes.ContentSend"/>).
    /// Source: <c>GET /messenger/offers/{offerId}</c>, this project's own.
    /// </summary>
    /// <param name="offerId">The id of the offer: <see cref="FileOfferReceipt.OfferId"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitNotFoundException">They have made no such offer.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOffer> GetSentFileOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOfferAsync(offerId, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// One page of the file offers that the app or the person has made, newest first (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, this project's own.
    /// </summary>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; the default is the newest.</param>
    /// <param name="limit">The most offers wanted, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<Page<FileOffer>> GetSentFileOffersPageAsync(
        Cursor after = default, int limit = 50, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOffersPageAsync(MessageDirection.Sent, after, limit, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// All file offers that the app or the person has made, newest first, page by page (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, this project's own.
    /// </summary>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListSentFileOffersAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.ListOffersAsync(MessageDirection.Sent, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// The version of the User API, such as <c>1.0.0.0</c>; needs no token. Source: <c>GET /user/version</c>, wire document,
    /// section 4.1.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<string> GetVersionAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetVersionAsync(options, cancellationToken);
}
