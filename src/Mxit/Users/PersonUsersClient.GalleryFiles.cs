using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

public partial class PersonUsersClient
{
    /// <summary>
    /// Uploads a file into the person's gallery (scope <see cref="MxitScopes.ContentWrite"/>), piece by piece; a folder that is not there
    /// is made. The upload carries an idempotency key, so that repeating it, which happens by itself after a broken connection, does
    /// not store the file twice. Servers of this project answer 413 to a file that is too large and 507 when there is no room. Source:
    /// <c>POST /user/media/file/{folder}</c>, wire document, section 6, M6.
    /// </summary>
    /// <param name="folder">
    /// The name of the folder: no slash, not one or two dots, and not <c>send</c>, which the address cannot hold.
    /// </param>
    /// <param name="file">The file, with a name. What your stream or file throws when it is read is passed on.</param>
    /// <param name="preventShare">The person cannot offer the file to others.</param>
    /// <param name="progress">Hears how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the file may be there all the same.</param>
    /// <returns>The id of the file.</returns>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read a second time.</exception>
    /// <exception cref="MxitException">
    /// The upload has to be sent again, but the stream cannot be read a second time (<see cref="MxitErrorReason.StreamConsumed"/>).
    /// </exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<string> UploadGalleryFileAsync(
        string folder,
        MediaUpload file,
        bool preventShare = false,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var fileName = NameOf(file);
        var query = Query.Of(("fileName", fileName), ("preventShare", preventShare ? "true" : "false"));
        var reply = await Api.UploadAsync(
            MxitRoutes.UserMediaFile + FolderName.EscapeForUpload(folder) + query,
            CallScopes.ContentWrite,
            file,
            [fileName, FolderName.Confidential(folder)],
            recipients: [],
            progress,
            options,
            cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.String, ReplyValidation.FileId);
    }

    /// <summary>
    /// A file of the person's gallery (scope <see cref="MxitScopes.ContentRead"/>). Dispose of the answer. Source:
    /// <c>GET /user/media/content/{fileId}</c>, wire document, section 6, M7.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the reading of the content has tokens of its own.</param>
    /// <exception cref="MxitNotFoundException">The person has no such file.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetGalleryFileAsync(
        string fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.DownloadAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId), CallScopes.ContentRead, options, cancellationToken);

    /// <summary>The same, with <see langword="null"/> when the content is still the one that you have.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="etag">What you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the reading of the content has tokens of its own.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetGalleryFileIfChangedAsync(
        string fileId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.DownloadIfChangedAsync(
            MxitRoutes.UserMediaContent + PathSegment.Escape(fileId), CallScopes.ContentRead, etag, options, cancellationToken);

    /// <summary>
    /// Renames a file (scope <see cref="MxitScopes.ContentWrite"/>). Source: <c>PUT /user/media/file/{fileId}</c>, wire document,
    /// section 6, M8.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The new name; servers of this project take 255 characters.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task RenameGalleryFileAsync(
        string fileId, string newName, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        WellFormed.CheckFileName(newName, nameof(newName));
        return Api.PutAsync(
            MxitRoutes.UserMediaFile + PathSegment.Escape(fileId),
            CallScopes.ContentWrite,
            newName,
            MxitJson.Wire.String,
            [newName],
            options,
            cancellationToken);
    }

    /// <summary>
    /// Deletes a file, and takes back the offers of it that nobody has answered (scope <see cref="MxitScopes.ContentWrite"/>). Source:
    /// <c>DELETE /user/media/file/{fileId}</c>, wire document, section 6, M9.
    /// </summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetGalleryFileAsync" path="/exception"/>
    public virtual Task DeleteGalleryFileAsync(
        string fileId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.WriteAsync(
            HttpMethod.Delete, MxitRoutes.UserMediaFile + PathSegment.Escape(fileId), CallScopes.ContentWrite, [], options, cancellationToken);
}
