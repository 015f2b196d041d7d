using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Web.Pages;

namespace Mxit.Web.Gallery;

/// <summary>Renders the pages of the gallery with current data, after a change of their model.</summary>
internal sealed class GalleryPages(FrameReader frames, GalleryReader reader)
{
    public async Task<IResult> ShowAsync(
        HttpContext context, string userId, Func<GalleryModel, GalleryModel> change, int status = StatusCodes.Status200OK)
    {
        var frame = await frames.ReadAsync(context, userId);
        return Page<GalleryPage>(context, change(await reader.ReadAsync(frame, context.RequestAborted)), status);
    }

    public Task<IResult> ShowFolderAsync(
        HttpContext context, string userId, string folder, Func<FolderModel, FolderModel> change,
        int status = StatusCodes.Status200OK) =>
        ShowFolderAsync(context, userId, folder, part: 0, isOldestFirst: false, change, status);

    public async Task<IResult> ShowFolderAsync(
        HttpContext context,
        string userId,
        string folder,
        int part,
        bool isOldestFirst,
        Func<FolderModel, FolderModel> change,
        int status = StatusCodes.Status200OK)
    {
        var frame = await frames.ReadAsync(context, userId);
        return await reader.ReadFolderOrNullAsync(frame, folder, part, isOldestFirst, context.RequestAborted) is { } model
            ? Page<FolderPage>(context, change(model), status)
            : NotFound(context, frame, "There is no such folder in your gallery.");
    }

    public async Task<IResult> ShowFileAsync(
        HttpContext context, string userId, string fileId, Func<FileModel, FileModel> change,
        int status = StatusCodes.Status200OK)
    {
        var frame = await frames.ReadAsync(context, userId);
        return await reader.ReadFileOrNullAsync(frame, fileId, context.RequestAborted) is { } model
            ? Page<FilePage>(context, change(model), status)
            : NotFound(context, frame, "There is no such file in your gallery, or not any more.");
    }

    private static RazorComponentResult<TPage> Page<TPage>(HttpContext context, object model, int status)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        PageHeaders.Apply(context, ownScript: true);
        return new RazorComponentResult<TPage>(new { Data = model }) { StatusCode = status };
    }

    private static RazorComponentResult<NotInGalleryPage> NotFound(HttpContext context, Frame frame, string text)
    {
        PageHeaders.Apply(context);
        return new RazorComponentResult<NotInGalleryPage>(new { Frame = frame, Text = text })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
    }
}
