using Mxit.Internal;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>
    /// The person's picture, a default one if none was set (scope <see cref="MxitScopes.ProfilePublic"/> or
    /// <see cref="MxitScopes.ProfilePrivate"/>). Dispose the reply. Source: <c>GET /user/avatar</c>, wire document,
    /// section 4.4.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetOwnAvatarAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(MxitRoutes.UserAvatar, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>The same; <see langword="null"/> when the picture is still the one that you have.</summary>
    /// <param name="etag">The one that you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetOwnAvatarIfChangedAsync(
        string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(MxitRoutes.UserAvatar, CallScopes.ProfilePublic, etag, options, cancellationToken);

    /// <summary>
    /// Sets the person's picture (scope <see cref="MxitScopes.AvatarWrite"/>): a PNG, JPEG or GIF. Takes a stream or bytes as they
    /// are, and a file as <see cref="MediaUpload.FromFile"/>. Setting the same again changes nothing. Servers of this project take
    /// up to 10 MiB unless set otherwise, and answer 413 to more. Source: <c>POST /user/avatar</c>, wire document, section 4.12.
    /// </summary>
    /// <param name="picture">The picture; sent as it is. Exceptions of your stream or file are passed on.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload has to be sent again, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task SetAvatarAsync(
        MediaUpload picture, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.SetPictureAsync(MxitRoutes.UserAvatar, picture, options, cancellationToken);

    /// <summary>
    /// Takes the person's picture away, if there is one (scope <see cref="MxitScopes.AvatarWrite"/>). Source:
    /// <c>DELETE /user/avatar</c>, wire document, section 4.12.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task DeleteAvatarAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(_api.Request(HttpMethod.Delete, MxitRoutes.UserAvatar, CallScopes.AvatarWrite, options), cancellationToken);

    /// <summary>
    /// The person's cover picture, a default one if none was set (scope <see cref="MxitScopes.ProfilePublic"/>). Dispose the
    /// reply. Source: <c>GET /user/cover</c>, wire document, section 4.13.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetCoverAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(MxitRoutes.UserCover, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>The same; <see langword="null"/> when the picture is still the one that you have.</summary>
    /// <param name="etag">The one that you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetCoverIfChangedAsync(
        string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(MxitRoutes.UserCover, CallScopes.ProfilePublic, etag, options, cancellationToken);

    /// <summary>
    /// Sets the person's cover picture (scope <see cref="MxitScopes.AvatarWrite"/>), as <see cref="SetAvatarAsync"/> does. Source:
    /// <c>POST /user/cover</c>, wire document, section 4.13.
    /// </summary>
    /// <param name="picture">The picture; sent as it is. Exceptions of your stream or file are passed on.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="SetAvatarAsync" path="/exception"/>
    public virtual Task SetCoverAsync(
        MediaUpload picture, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.SetPictureAsync(MxitRoutes.UserCover, picture, options, cancellationToken);

    /// <summary>
    /// Takes the person's cover picture away, if there is one (scope <see cref="MxitScopes.AvatarWrite"/>). Source:
    /// <c>DELETE /user/cover</c>, this project's own.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task DeleteCoverAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(_api.Request(HttpMethod.Delete, MxitRoutes.UserCover, CallScopes.AvatarWrite, options), cancellationToken);
}
