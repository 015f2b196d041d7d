using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>
    /// Uploads a file into the person's gallery (scope <see cref="MxitScopes.ContentWrite"/>), piece by piece; a folder that is not there
    /// is made. The upload carries an idempotency key, so that a retry does not store the file twice. Servers of this project answer 413 to a file that is too large and 507 when there is no room. Source:
    /// <c>POST /user/media/file/{folder}</c>, wire document, section 6, M6.
    /// </summary>
    /// <param name="folder">
    /// The name of the folder: no slash, not one or two dots, and not <c>send</c>, which the address cannot hold.
    /// </param>
    /// <param name="file">The file, with a name. Exceptions of your stream or file are passed on.</param>
    /// <param name="preventShare">The person cannot offer the file to others.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the file may be there all the same.</param>
    /// <returns>The id of the file.</returns>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload has to be sent again, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
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
        return new FileId(
            await _api.ReadAsync(request, MxitJson.Wire.String, ReplyValidation.FileId, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// A file of the person's gallery (scope <see cref="MxitScopes.ContentRead"/>). Dispose the reply. Source:
    /// <c>GET /user/media/content/{fileId}</c>, wire document, section 6, M7.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <exception cref="MxitNotFoundException">The person has no such file.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetGalleryFileAsync(
        FileId fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId.Value), CallScopes.ContentRead, options, cancellationToken);

    /// <summary>The same; <see langword="null"/> when the content is still the one that you have.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="etag">The one that you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; it does not end the reading of the content.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetGalleryFileIfChangedAsync(
        FileId fileId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadIfChangedAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId.Value), CallScopes.ContentRead, etag, options, cancellationToken);

    /// <summary>
    /// Renames a file (scope <see cref="MxitScopes.ContentWrite"/>). Source: <c>PUT /user/media/file/{fileId}</c>, wire document,
    /// section 6, M8.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The new name; servers of this project take 255 characters.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
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
    /// Deletes a file, and takes back the offers of it that nobody has answered (scope <see cref="MxitScopes.ContentWrite"/>). Source:
    /// <c>DELETE /user/media/file/{fileId}</c>, wire document, section 6, M9.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task DeleteGalleryFileAsync(
        FileId fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(HttpMethod.Delete, MxitRoutes.UserMediaFile + PathSegment.Escape(fileId.Value), CallScopes.ContentWrite, options),
            cancellationToken);
}
