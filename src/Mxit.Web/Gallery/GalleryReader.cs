using Mxit.Platform.Contacts;
using Mxit.Platform.Gallery;
using Mxit.Web.Pages;

namespace Mxit.Web.Gallery;

/// <summary>Reads the data of the gallery pages for the owner.</summary>
internal sealed class GalleryReader(
    GalleryService gallery, GalleryViewService view, ContactService contacts, TimeProvider clock)
{
    private const int PartLength = 30;

    /// <summary>All folders.</summary>
    public async Task<GalleryModel> ReadAsync(Frame frame, CancellationToken cancellationToken) => new()
    {
        Frame = frame,
        Folders = (await gallery.GetRootAsync(frame.UserId, cancellationToken)).Folders,
        Room = await view.MeasureAsync(frame.UserId, cancellationToken),
    };

    /// <summary>A part of a folder, from 0 on; <see langword="null"/> when there is no such folder.</summary>
    public async Task<FolderModel?> ReadFolderOrNullAsync(
        Frame frame, string folder, int part, bool isOldestFirst, CancellationToken cancellationToken) =>
        await view.ShowFolderOrNullAsync(frame.UserId, folder, part, PartLength, !isOldestFirst, cancellationToken) is { } found
            ? new FolderModel
            {
                Frame = frame,
                Part = found,
                IsOldestFirst = isOldestFirst,
                Room = await view.MeasureAsync(frame.UserId, cancellationToken),
                NowUtc = clock.GetUtcNow().UtcDateTime,
                FormKey = PostedFiles.NewKey(),
            }
            : null;

    /// <summary>A file; <see langword="null"/> when there is no such file.</summary>
    public async Task<FileModel?> ReadFileOrNullAsync(Frame frame, string fileId, CancellationToken cancellationToken) =>
        await view.FindFileOrNullAsync(frame.UserId, fileId, cancellationToken) is { } file
            ? new FileModel
            {
                Frame = frame,
                File = file,
                Friends = file.PreventShare ? [] : await contacts.ListPeopleAsync(frame.UserId, cancellationToken),
                FormKey = PostedFiles.NewKey(),
            }
            : null;
}
