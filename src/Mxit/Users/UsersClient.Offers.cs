using Mxit.Internal;
using Mxit.Messenger;
using Mxit.Wire;

namespace Mxit;

public partial class UsersClient
{
    /// <summary>The most file offers that one page can have.</summary>
    public const int MaxOfferPageSize = 200;

    /// <summary>
    /// Uploads a file and offers it to a person (scope <see cref="MxitScopes.ContentSend"/>), as whoever this client acts for: the file is
    /// in their gallery then, in the folder <c>Default</c>. The offer reaches those whom a message from them would reach. It carries an
    /// idempotency key, so that repeating it, which happens by itself after a broken connection, neither stores nor offers the file
    /// twice. Source: <c>POST /user/media/file/send</c>, wire document, section 6, M10.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="file">The file, with a name. What your stream or file throws when it is read is passed on.</param>
    /// <param name="preventShare">Neither side can offer the file to others.</param>
    /// <param name="offer">How it is offered; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Hears how far the upload is; <see langword="null"/> for nobody.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been offered all the same.</param>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload has to be sent again, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <exception cref="MxitUnknownRecipientsException">Nobody has this user id.</exception>
    /// <exception cref="MxitForbiddenException">The sender may not offer files.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual async Task<FileOfferReceipt> UploadFileAndSendFileOfferAsync(
        string userId,
        MediaUpload file,
        bool preventShare = false,
        FileOfferOptions? offer = null,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        var fileName = NameOf(file);
        var query = Query.Of(
            ("fileName", fileName),
            ("userId", userId),
            ("autoOpen", Flag(offer?.AutoOpen)),
            ("preventShare", Flag(preventShare)),
            ("keepMetadata", Flag(offer?.KeepMetadata)));
        var reply = await Api.UploadAsync(
            MxitRoutes.UserMediaSend + query,
            CallScopes.ContentSend,
            file,
            [fileName],
            [userId],
            progress,
            options,
            cancellationToken).ConfigureAwait(false);
        return new FileOfferReceipt(reply.Read(MxitJson.Wire.String, ReplyValidation.FileId), reply.MessageId, reply.RequestId);
    }

    /// <summary>
    /// Offers a file that is in a gallery already (scope <see cref="MxitScopes.ContentSend"/>): a person one of their own, unless it is
    /// marked with <c>preventShare</c>; an app one of its own, or one that a person has through it. Carries an idempotency key. Source:
    /// <c>POST /user/media/file/send/{fileId}</c>, wire document, section 6, M11.
    /// </summary>
    /// <param name="userId">The user id of the receiver, not the login.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="offer">How it is offered; <see langword="null"/> for the defaults.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been offered all the same.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Nobody has this user id.</exception>
    /// <exception cref="MxitNotFoundException">There is no such file that the sender could offer.</exception>
    /// <exception cref="MxitForbiddenException">The file is not to be shared, or the sender may not offer files.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual async Task<FileOfferReceipt> SendFileOfferAsync(
        string userId,
        string fileId,
        FileOfferOptions? offer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);

        // The historic service wrote this name with a capital here, and a small letter in the other call.
        var query = Query.Of(
            ("UserId", userId), ("autoOpen", Flag(offer?.AutoOpen)), ("keepMetadata", Flag(offer?.KeepMetadata)));
        var reply = await Api.PostAsync(
            $"{MxitRoutes.UserMediaSend}/{PathSegment.Escape(fileId)}{query}",
            CallScopes.ContentSend,
            content: null,
            confidential: [],
            [userId],
            options,
            cancellationToken).ConfigureAwait(false);

        // Which file it is was known before, so an answer may leave it out.
        var answered = reply.Body.IsEmpty ? fileId : reply.Read(MxitJson.Wire.String, ReplyValidation.FileId);
        return new FileOfferReceipt(answered, reply.MessageId, reply.RequestId);
    }

    /// <summary>
    /// One of the file offers that whoever this client acts for has made, with its state (scope <see cref="MxitScopes.ContentSend"/>).
    /// Source: <c>GET /messenger/offers/{offerId}</c>, which is this project's own.
    /// </summary>
    /// <param name="offerId">The id of the offer: <see cref="FileOfferReceipt.OfferId"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitNotFoundException">They have made no such offer.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOffer> GetSentFileOfferAsync(
        Guid offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.ReadAsync(
            $"{MxitRoutes.MessengerOffers}/{offerId}", CallScopes.ContentSend, MxitJson.Wire.FileOffer, ReplyValidation.Offer, options, cancellationToken);

    /// <summary>
    /// One page of the file offers that whoever this client acts for has made, newest first (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, which is this project's own.
    /// </summary>
    /// <param name="before">Only those older than this one; <see langword="null"/> for the newest.</param>
    /// <param name="limit">The most offers wanted, 1 to 200.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual Task<FileOfferPage> GetSentFileOffersAsync(
        Guid? before = null, int limit = 50, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.ReadAsync(
            OfferPages.PathOf("out", before, limit),
            CallScopes.ContentSend,
            MxitJson.Wire.FileOfferPage,
            ReplyValidation.Offers,
            options,
            cancellationToken);

    /// <summary>
    /// All file offers that whoever this client acts for has made, newest first, page by page (scope
    /// <see cref="MxitScopes.ContentSend"/>). Source: <c>GET /messenger/offers?direction=out</c>, which is this project's own.
    /// </summary>
    /// <param name="options">What each request does differently.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <inheritdoc cref="GetVersionAsync" path="/exception"/>
    public virtual IAsyncEnumerable<FileOffer> ListSentFileOffersAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = options.CheckedTimeout();
        _ = options.CheckedRetries();
        return OfferPages.ReadAsync(
            (before, stop) => GetSentFileOffersAsync(before, MaxOfferPageSize, options, stop), cancellationToken);
    }

    private protected static string NameOf(MediaUpload file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.FileName is null)
        {
            throw new ArgumentException(
                $"The file needs a name: new {nameof(MediaUpload)}(content, \"beach.jpg\"), or {nameof(MediaUpload)}.{nameof(MediaUpload.FromFile)}.",
                nameof(file));
        }

        WellFormed.CheckFileName(file.FileName, nameof(file));
        return file.FileName;
    }

    // What is not wanted is left out, as old clients do.
    private static string? Flag(bool? wanted) => wanted is true ? "true" : null;
}
