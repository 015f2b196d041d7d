using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>
    /// Uploads a file into the person's gallery (scope <see cref="MxitScopes.ContentWrite"/>), in chunks. A missing folder is
    /// created. The upload carries an idempotency key, so that a retry does not store the file twice. Servers of this project
    /// respond with 413 when the file is too large, and with 507 when the gallery is full. Source:
    /// <c>POST /user/media/file/{folder}</c>, wire document, section 6, M6.
    /// </summary>
    /// <param name="folder">
    /// The name of the folder: no slash, not one or two dots, and not <c>send</c>, whose address is that of file offers.
    /// </param>
    /// <param name="file">The file, with a name. Exceptions of your stream or file reach you unchanged.</param>
    /// <param name="preventShare">The person cannot offer the file to others.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the file may have been stored.</param>
    /// <returns>The id of the file.</returns>
    /// <exception cref="InvalidOperationException">The stream was used before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload had to be retried, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<FileId> UploadGalleryFileAsync(
        string folder,
        MediaUpload file,
        bool preventShare = false,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var fileName = UsersApi.NameOf(file);
        var query = Query.Of(("fileName", fileName), ("preventShare", preventShare ? "true" : "false"));
        var request = _api.Request(
            HttpMethod.Post,
            MxitRoutes.UserMediaFile + FolderName.EscapeForUpload(folder) + query,
            CallScopes.ContentWrite,
            options,
            confidential: [fileName, FolderName.Confidential(folder)],
            hasKey: true,
            upload: file,
            progress: progress);
        var reply = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new FileId(reply.Read(MxitJson.Wire.String, ReplyValidation.Id));
    }

    /// <summary>
    /// Downloads a file of the person's gallery (scope <see cref="MxitScopes.ContentRead"/>). Dispose the result. Source:
    /// <c>GET /user/media/content/{fileId}</c>, wire document, section 6, M7.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <exception cref="MxitNotFoundException">The person has no such file.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetGalleryFileAsync(
        FileId fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId.Value), CallScopes.ContentRead, options, cancellationToken);

    /// <summary>
    /// Downloads a file of the person's gallery if it has changed; <see langword="null"/> when your copy is current.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="etag">The entity tag of your copy, see <see cref="MediaDownload.ETag"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the content.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetGalleryFileIfChangedAsync(
        FileId fileId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId.Value), CallScopes.ContentRead, etag, options,
            cancellationToken);

    /// <summary>
    /// Renames a file (scope <see cref="MxitScopes.ContentWrite"/>). Source: <c>PUT /user/media/file/{fileId}</c>, wire document,
    /// section 6, M8.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The new name; servers of this project accept 255 characters.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task RenameGalleryFileAsync(
        FileId fileId, string newName, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        WellFormed.CheckFileName(newName, nameof(newName));
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                MxitRoutes.UserMediaFile + PathSegment.Escape(fileId.Value),
                CallScopes.ContentWrite,
                options,
                ApiRequest.Json(newName, MxitJson.Wire.String),
                confidential: [newName]),
            cancellationToken);
    }

    /// <summary>
    /// Deletes a file, and withdraws its open offers (scope <see cref="MxitScopes.ContentWrite"/>). Source:
    /// <c>DELETE /user/media/file/{fileId}</c>, wire document, section 6, M9.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task DeleteGalleryFileAsync(
        FileId fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(
                HttpMethod.Delete, MxitRoutes.UserMediaFile + PathSegment.Escape(fileId.Value), CallScopes.ContentWrite, options),
            cancellationToken);
}
