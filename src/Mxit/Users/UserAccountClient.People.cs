using Mxit.Internal;

namespace Mxit;

/// <content>The calls that an app has too, look-up and file offers, with the person's own token.</content>
public partial class UserAccountClient
{
    /// <inheritdoc cref="UsersClient.GetUserIdAsync"/>
    public virtual Task<UserId> GetUserIdAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdAsync(mxitId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetUserIdOrNullAsync"/>
    public virtual Task<UserId?> GetUserIdOrNullAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetUserIdOrNullAsync(mxitId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetStatusAsync"/>
    public virtual Task<string> GetStatusAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetStatusAsync(mxitId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetDisplayNameAsync"/>
    public virtual Task<string> GetDisplayNameAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetDisplayNameAsync(mxitId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetAvatarAsync"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarAsync(mxitId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetAvatarIfChangedAsync"/>
    public virtual Task<MediaDownload?> GetAvatarIfChangedAsync(
        string mxitId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetAvatarIfChangedAsync(mxitId, etag, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetBasicProfileAsync"/>
    public virtual Task<BasicProfile> GetBasicProfileAsync(
        UserId userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetBasicProfileAsync(userId, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.UploadFileAndSendFileOfferAsync"/>
    public virtual Task<FileOfferReceipt> UploadFileAndSendFileOfferAsync(
        UserId userId,
        MediaUpload file,
        bool preventShare = false,
        FileOfferOptions? offer = null,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.UploadFileAndSendFileOfferAsync(userId, file, preventShare, offer, progress, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.SendFileOfferAsync"/>
    public virtual Task<FileOfferReceipt> SendFileOfferAsync(
        UserId userId,
        FileId fileId,
        FileOfferOptions? offer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _users.SendFileOfferAsync(userId, fileId, offer, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetSentFileOfferAsync"/>
    public virtual Task<FileOffer> GetSentFileOfferAsync(
        OfferId offerId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOfferAsync(offerId, CallScopes.ContentSend, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetSentFileOffersPageAsync"/>
    public virtual Task<Page<FileOffer>> GetSentFileOffersPageAsync(
        Cursor after = default, int limit = 50, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetOffersPageAsync(MessageDirection.Sent, after, limit, CallScopes.ContentSend, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.ListSentFileOffersAsync"/>
    public virtual IAsyncEnumerable<FileOffer> ListSentFileOffersAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.ListOffersAsync(MessageDirection.Sent, CallScopes.ContentSend, options, cancellationToken);

    /// <inheritdoc cref="UsersClient.GetVersionAsync"/>
    public virtual Task<string> GetVersionAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _users.GetVersionAsync(options, cancellationToken);
}
