using System.Globalization;

namespace Mxit.Web.Gallery;

/// <summary>
/// The addresses of the pages of the gallery. No folder can have the name <c>file</c>, so the addresses of folders and files
/// differ.
/// </summary>
internal static class GalleryUrl
{
    public const string Root = "/gallery";

    public static string Folder(string folder) => $"{Root}/{Uri.EscapeDataString(folder)}";

    /// <summary>A part of a folder, from 0 on.</summary>
    public static string Part(string folder, int part, bool isOldestFirst)
    {
        var query = string.Join(
            '&',
            new[]
            {
                isOldestFirst ? "order=oldest" : "",
                part > 0 ? string.Create(CultureInfo.InvariantCulture, $"page={part + 1}") : "",
            }.Where(parameter => parameter.Length > 0));
        return query.Length > 0 ? $"{Folder(folder)}?{query}" : Folder(folder);
    }

    /// <summary>The address for uploads into a folder.</summary>
    public static string Files(string folder) => $"{Folder(folder)}/files";

    /// <summary>The folder, with the number of new files.</summary>
    public static string Received(string folder, int files) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder(folder)}?received={files}");

    public static string File(string fileId) => $"{Root}/file/{Uri.EscapeDataString(fileId)}";

    /// <summary>The bytes of a file.</summary>
    public static string Content(string fileId) => $"/{MxitRoutes.MessengerMedia}{Uri.EscapeDataString(fileId)}/content";

    /// <summary>The thumbnail of a file.</summary>
    public static string Thumbnail(string fileId, int size) =>
        string.Create(
            CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerMedia}{Uri.EscapeDataString(fileId)}/thumbnail?size={size}");
}
