using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Looks people up, recommends the app and offers files, as the app. Look-up and the public calls take the login, such as
/// <c>thandi</c>. All other calls take the user id, such as <c>m11111111111</c>, which <see cref="GetUserIdAsync"/> returns.
/// Thread-safe. Source: wire document, sections 4 to 6.
/// </summary>
public class UsersClient
{
    private readonly UsersApi _users;

    /// <summary>For fakes in tests.</summary>
    protected UsersClient() => _users = null!;

    internal UsersClient(ApiCaller api) => _users = new UsersApi(api);

    /// <summary>
    /// Gets the user id of a person (scope <see cref="MxitScopes.ProfilePublic"/>). The user id never changes; messages and
    /// profiles need it. Source: <c>GET /user/lookup/{mxitId}</c>, wire document, section 4.2.
    /// </summary>
    /// <param name="mxitId">The login, in any case; a user id is returned unchanged.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The login is empty or invalid, or the options are invalid.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this login.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserId> GetUserIdAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdAsync(mxitId, options, cancellationToken);

    /// <summary>Gets the user id of a person; <see langword="null"/> when nobody has this login.</summary>
    /// <param name="mxitId">The login, in any case; a user id is returned unchanged.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The login is empty or invalid, or the options are invalid.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserId?> GetUserIdOrNullAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdOrNullAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// Gets the status message of a person, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/statusmessage/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetStatusAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetStatusAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// Gets the display name of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/displayname/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetDisplayNameAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetDisplayNameAsync(mxitId, options, cancellationToken);

    /// <summary>
    /// Downloads the picture of a person, or a default one (scope <see cref="MxitScopes.ProfilePublic"/>). Dispose the result.
    /// Source: <c>GET /user/public/avatar/{mxitId}</c>, wire document, section 4.4.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarAsync(mxitId, options, cancellationToken);

    /// <summary>Downloads the picture if it has changed; <see langword="null"/> when your copy is current.</summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="etag">The entity tag of your copy, see <see cref="MediaDownload.ETag"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetAvatarIfChangedAsync(
        string mxitId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarIfChangedAsync(mxitId, etag, options, cancellationToken);

    /// <summary>
    /// Gets the public profile of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/profile/{userId}</c>, wire document, section 4.5.
    /// </summary>
    /// <param name="userId">The user id, not the login.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The user id is empty or invalid, or the options are invalid.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this user id.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<BasicProfile> GetBasicProfileAsync(
        UserId userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetBasicProfileAsync(userId, options, cancellationToken);

    /// <summary>
    /// Recommends an app to a person (scope <see cref="MxitScopes.ContactRecommend"/>): an app recommends itself. Source:
    /// <c>POST /user/recommend</c>, wire document, section 5.4.
    /// </summary>
    /// <param name="recommendation">The recommendation; an app must set <see cref="Recommendation.From"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the recommendation may have been accepted.</param>
    /// <exception cref="ArgumentException">The recommendation or the options are invalid; nothing was sent.</exception>
    /// <exception cref="MxitForbiddenException">The sender may not recommend, or not this app.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
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
    /// Uploads a file and offers it to a person (scope <see cref="MxitScopes.ContentSend"/>), as the app or the person. The file
    /// is stored in the sender's gallery, in the folder <c>Default</c>. An offer reaches the same people as a message of the
    /// sender. It carries an idempotency key, so that a retry neither stores nor offers the file twice. Source:
    /// <c>POST /user/media/file/send</c>, wire document, section 6, M10.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="file">The file, with a name. Exceptions of your stream or file reach you unchanged.</param>
    /// <param name="preventShare">Neither the sender nor the receiver can offer the file to others.</param>
    /// <param name="offer">Options for the offer; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the file may have been offered.</param>
    /// <exception cref="InvalidOperationException">The stream was used before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload had to be retried, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
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
    /// Offers a file of a gallery (scope <see cref="MxitScopes.ContentSend"/>). A person can offer own files without
    /// <c>preventShare</c>. An app can offer own files, and files that people uploaded through it. The call carries an
    /// idempotency key. Source: <c>POST /user/media/file/send/{fileId}</c>, wire document, section 6, M11.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="offer">Options for the offer; <see langword="null"/> for the defaults.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the file may have been offered.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Nobody has this user id.</exception>
    /// <exception cref="MxitNotFoundException">The sender has no such file to offer.</exception>
    /// <exception cref="MxitForbiddenException">The file must not be shared, or the sender may not offer files.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOfferReceipt> SendFileOfferAsync(
        UserId userId,
        FileId fileId,
        FileOfferOptions? offer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.SendFileOfferAsync(userId, fileId, offer, options, cancellationToken);

    /// <summary>
    /// Gets a file offer that the app or the person has made, with its state (scope <see cref="MxitScopes.ContentSend"/>).
    /// Source: <c>GET /messenger/offers/{offerId}</c>, this project's own.
    /// </summary>
    /// <param name="offerId">The id of the offer: <see cref="FileOfferReceipt.OfferId"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The options are invalid; nothing was sent.</exception>
    /// <exception cref="MxitNotFoundException">The sender has made no such offer.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOffer> GetSentFileOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOfferAsync(offerId, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// Gets one page of the file offers that the app or the person has made, newest first (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, this project's own.
    /// </summary>
    /// <param name="after"><see cref="Page{T}.Next"/> of the previous page; the default is the newest.</param>
    /// <param name="limit">The maximum number of offers, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<Page<FileOffer>> GetSentFileOffersPageAsync(
        Cursor after = default, int limit = 50, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOffersPageAsync(MessageDirection.Sent, after, limit, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// Lists the file offers that the app or the person has made, newest first, page by page (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, this project's own.
    /// </summary>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The options are invalid; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListSentFileOffersAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.ListOffersAsync(MessageDirection.Sent, CallScopes.ContentSend, options, cancellationToken);

    /// <summary>
    /// Gets the version of the User API, such as <c>1.0.0.0</c>. It needs no token. Source: <c>GET /user/version</c>, wire
    /// document, section 4.1.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The options are invalid; nothing was sent.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<string> GetVersionAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetVersionAsync(options, cancellationToken);
}
