using Mxit.Internal;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>
    /// Downloads the person's picture, or a default one (scope <see cref="MxitScopes.ProfilePublic"/> or
    /// <see cref="MxitScopes.ProfilePrivate"/>). Dispose the result. Source: <c>GET /user/avatar</c>, wire document, section 4.4.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetOwnAvatarAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(MxitRoutes.UserAvatar, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>Downloads the picture if it has changed; <see langword="null"/> when your copy is current.</summary>
    /// <param name="etag">The entity tag of your copy, see <see cref="MediaDownload.ETag"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetOwnAvatarIfChangedAsync(
        string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(MxitRoutes.UserAvatar, CallScopes.ProfilePublic, etag, options, cancellationToken);

    /// <summary>
    /// Sets the person's picture (scope <see cref="MxitScopes.AvatarWrite"/>): a PNG, JPEG or GIF. A stream or a byte array
    /// converts implicitly; for a file use <see cref="MediaUpload.FromFile"/>. Idempotent. Servers of this project accept 10 MiB
    /// by default, and respond with 413 to more. Source: <c>POST /user/avatar</c>, wire document, section 4.12.
    /// </summary>
    /// <param name="picture">The picture, sent unchanged. Exceptions of your stream or file reach you unchanged.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="InvalidOperationException">The stream was used before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload had to be retried, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task SetAvatarAsync(
        MediaUpload picture, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.SetPictureAsync(MxitRoutes.UserAvatar, picture, options, cancellationToken);

    /// <summary>
    /// Deletes the person's picture (scope <see cref="MxitScopes.AvatarWrite"/>). Idempotent. Source: <c>DELETE /user/avatar</c>,
    /// wire document, section 4.12.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task DeleteAvatarAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(_api.Request(HttpMethod.Delete, MxitRoutes.UserAvatar, CallScopes.AvatarWrite, options), cancellationToken);

    /// <summary>
    /// Downloads the person's cover picture, or a default one (scope <see cref="MxitScopes.ProfilePublic"/>). Dispose the result.
    /// Source: <c>GET /user/cover</c>, wire document, section 4.13.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetCoverAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(MxitRoutes.UserCover, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>Downloads the picture if it has changed; <see langword="null"/> when your copy is current.</summary>
    /// <param name="etag">The entity tag of your copy, see <see cref="MediaDownload.ETag"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetCoverIfChangedAsync(
        string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(MxitRoutes.UserCover, CallScopes.ProfilePublic, etag, options, cancellationToken);

    /// <summary>
    /// Sets the person's cover picture (scope <see cref="MxitScopes.AvatarWrite"/>), as <see cref="SetAvatarAsync"/> does.
    /// Source: <c>POST /user/cover</c>, wire document, section 4.13.
    /// </summary>
    /// <param name="picture">The picture, sent unchanged. Exceptions of your stream or file reach you unchanged.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="SetAvatarAsync" path="/exception"/>
    public virtual Task SetCoverAsync(
        MediaUpload picture, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.SetPictureAsync(MxitRoutes.UserCover, picture, options, cancellationToken);

    /// <summary>
    /// Deletes the person's cover picture (scope <see cref="MxitScopes.AvatarWrite"/>). Idempotent. Source:
    /// <c>DELETE /user/cover</c>, this project's own.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task DeleteCoverAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(_api.Request(HttpMethod.Delete, MxitRoutes.UserCover, CallScopes.AvatarWrite, options), cancellationToken);
}
