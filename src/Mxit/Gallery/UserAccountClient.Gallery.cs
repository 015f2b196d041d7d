using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>The folder that every gallery has. It cannot be renamed or deleted.</summary>
    public const string DefaultGalleryFolder = "Default";

    private const int UsualGalleryPageSize = 100;

    /// <summary>
    /// Gets the folders of the person's gallery (scope <see cref="MxitScopes.ContentRead"/>). Source: <c>GET /user/media</c>,
    /// wire document, section 6, M1.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<IReadOnlyList<GalleryFolder>> GetGalleryFolderListAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var root = await _api.GetAsync(
            MxitRoutes.UserMedia, CallScopes.ContentRead, ReplyJson.Wire.GalleryReply, ReplyValidation.Gallery, options,
            cancellationToken)
            .ConfigureAwait(false);
        return root.Folders;
    }

    /// <summary>
    /// Creates a folder (scope <see cref="MxitScopes.ContentWrite"/>). An existing name, in any case, is refused with 400. An
    /// upload creates its folder automatically. Source: <c>POST /user/media/{folder}</c>, wire document, section 6, M2.
    /// </summary>
    /// <param name="folder">The name: no slash, and not one or two dots. Servers of this project accept 64 characters.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task CreateGalleryFolderAsync(
        string folder, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(
                HttpMethod.Post,
                PathOfFolder(folder),
                CallScopes.ContentWrite,
                options,
                confidential: [FolderName.Confidential(folder)],
                hasKey: true),
            cancellationToken);

    /// <summary>
    /// Renames a folder (scope <see cref="MxitScopes.ContentWrite"/>). Not idempotent: it is not retried when the first attempt
    /// may have succeeded. Source: <c>PUT /user/media/{folder}</c>, wire document, section 6, M3.
    /// </summary>
    /// <param name="folder">The name, in any case; not <see cref="DefaultGalleryFolder"/>.</param>
    /// <param name="newName">The new name: no slash, and not one or two dots.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="MxitNotFoundException">There is no such folder.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task RenameGalleryFolderAsync(
        string folder, string newName, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        newName = FolderName.Compose(newName, nameof(newName));
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                PathOfFolder(folder),
                CallScopes.ContentWrite,
                options,
                ApiRequest.Json(newName, MxitJson.Wire.String),
                confidential: [FolderName.Confidential(folder), FolderName.Confidential(newName)],
                isIdempotent: false),
            cancellationToken);
    }

    /// <summary>
    /// Deletes a folder with all files in it (scope <see cref="MxitScopes.ContentWrite"/>). Idempotent. Source:
    /// <c>DELETE /user/media/{folder}</c>, wire document, section 6, M4.
    /// </summary>
    /// <param name="folder">The name, in any case; not <see cref="DefaultGalleryFolder"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="MxitNotFoundException">There is no such folder.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task DeleteGalleryFolderAsync(
        string folder, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(
                HttpMethod.Delete, PathOfFolder(folder), CallScopes.ContentWrite, options,
                confidential: [FolderName.Confidential(folder)]),
            cancellationToken);

    /// <summary>
    /// Gets one page of the files in a folder (scope <see cref="MxitScopes.ContentRead"/>); to read all of them, use
    /// <see cref="ListGalleryItemsAsync"/>. Source: <c>GET /user/media/list/{folder}</c>, wire document, section 6, M5.
    /// </summary>
    /// <param name="folder">The name of the folder, in any case.</param>
    /// <param name="skip">The number of entries to skip, zero or more; <see langword="null"/> for none.</param>
    /// <param name="count">The number of entries, zero or more; <see langword="null"/> for all.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="MxitNotFoundException">There is no such folder.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<IReadOnlyList<GalleryItem>> GetGalleryItemListAsync(
        string folder,
        int? skip = null,
        int? count = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip ?? 0, nameof(skip));
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        var query = Query.Of(
            ("skip", skip?.ToString(CultureInfo.InvariantCulture)),
            ("count", count?.ToString(CultureInfo.InvariantCulture)));
        var request = _api.Request(
            HttpMethod.Get,
            MxitRoutes.UserMediaList + FolderName.Escape(folder) + query,
            CallScopes.ContentRead,
            options,
            confidential: [FolderName.Confidential(folder)]);
        return await _api.ReadAsync(
            request, ReplyJson.Wire.GalleryItemArray, ReplyValidation.Items, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lists the files in a folder, each once, in the order of the server, page by page (scope
    /// <see cref="MxitScopes.ContentRead"/>). No existing file is missed, also when files are deleted during the reading: each
    /// page overlaps the previous one by a file, and when that file is gone, the reading goes back to one that it knows. Source:
    /// <c>GET /user/media/list/{folder}</c>, wire document, section 6, M5.
    /// </summary>
    /// <param name="folder">The name of the folder, in any case.</param>
    /// <param name="pageSize">The number of entries in each request, one or more.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="MxitNotFoundException">There is no such folder, or it was deleted.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual IAsyncEnumerable<GalleryItem> ListGalleryItemsAsync(
        string folder,
        int pageSize = UsualGalleryPageSize,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        folder = FolderName.Compose(folder, nameof(folder));
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        options.Check();
        return ReadGalleryAsync(folder, pageSize, options, cancellationToken);
    }

    private static string PathOfFolder(string folder) => $"{MxitRoutes.UserMedia}/{FolderName.Escape(folder)}";

    private async IAsyncEnumerable<GalleryItem> ReadGalleryAsync(
        string folder, int pageSize, MxitCallOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<FileId>();
        var position = 0;
        while (true)
        {
            var skip = Math.Max(0, position - 1);
            var count = pageSize < int.MaxValue ? pageSize + position - skip : pageSize;
            var page = await GetGalleryItemListAsync(folder, skip, count, options, cancellationToken).ConfigureAwait(false);
            if (skip > 0 && !page.Any(item => seen.Contains(item.FileId)))
            {
                // Files before this offset were deleted: the entries here do not follow those that were read.
                position = Math.Max(0, position - pageSize);
                continue;
            }

            var known = seen.Count;
            foreach (var item in page)
            {
                if (seen.Add(item.FileId))
                {
                    yield return item;
                }
            }

            // A page without new entries is the end, also from a server that ignores "skip".
            if (seen.Count == known)
            {
                yield break;
            }

            position = skip + page.Count;
        }
    }
}
