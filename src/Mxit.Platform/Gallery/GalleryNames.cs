using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mxit.Platform.Gallery;

/// <summary>What folders and files may be called. Source: wire document, sections 1.1 and 6.</summary>
internal static class GalleryNames
{
    /// <summary>The folder that everybody has.</summary>
    public const string Default = "Default";

    /// <summary>The longest name of a folder, in UTF-16 units.</summary>
    public const int MaxFolderName = 64;

    /// <summary>The longest name of a file, in UTF-16 units.</summary>
    public const int MaxFileName = 255;

    // In a path each of them means something else, so that a folder of that name could not be reached.
    private static readonly string[] Reserved = ["LIST", "CONTENT", "FILE", "SEND"];

    /// <summary>Whether two names are the same one is decided by this form: in capitals, character by character.</summary>
    /// <remarks>
    /// Composed and decomposed spellings stay apart: with invariant globalization .NET cannot compose. Our senders send composed
    /// names.
    /// </remarks>
    public static string Normalize(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.ToUpperInvariant();
    }

    /// <summary>Whether the name is that of the folder that everybody has.</summary>
    public static bool IsDefault(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.Equals(Default, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Why no folder can have the name; <see langword="null"/> when one can.</summary>
    public static string? FindFolderFault(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return string.IsNullOrWhiteSpace(folder) ? "The folder name is empty."
            : folder.Length > MaxFolderName
                ? $"The folder name has {folder.Length} characters; at most {MaxFolderName} are allowed."
            : !IsText(folder) ? "The folder name holds a control character or half a surrogate pair."
            : folder.Contains('/', StringComparison.Ordinal) || IsDots(folder)
                ? "A folder name cannot hold a slash, or be . or .."
            : Reserved.Contains(Normalize(folder))
                ? $"A folder cannot be called {folder}: paths use this word for something else."
            : null;
    }

    /// <summary>Why no file can have the name; <see langword="null"/> when one can.</summary>
    public static string? FindFileFault(string? file) =>
        string.IsNullOrWhiteSpace(file) ? "The name of the file is missing or empty."
        : file.Length > MaxFileName ? $"The name of the file has {file.Length} characters; at most {MaxFileName} are allowed."
        : !IsText(file) ? "The name of the file holds a control character or half a surrogate pair."
        : IsDots(file) ? "A file cannot be called . or .."
        : null;

    /// <summary>
    /// The name of a file for people to read: without the marks that turn the direction of writing, which make gpj.exe look like
    /// exe.jpg.
    /// </summary>
    public static string ToShow(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return string.Concat(file.Where(character => character is not (
            (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C')));
    }

    /// <summary>
    /// The folder that the path of a request ends with. Read from what was sent, since php writes a space as <c>+</c>, which a
    /// decoded path no longer tells from an escaped plus.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="routed">The same as the router has it, for servers that do not keep what was sent.</param>
    internal static string ReadFolder(HttpRequest request, string routed)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target))
        {
            return routed;
        }

        // Where a part is one or two dots, the router has chosen by a path without it, and so by another one than is read here.
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = (query < 0 ? target : target[..query]).TrimEnd('/');
        return Array.Exists(path.Split('/'), part => Uri.UnescapeDataString(part) is "." or "..")
            ? ".."
            : Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..].Replace('+', ' '));
    }

    // Whoever saves it under this name, or asks for it in a path, would mean a folder. What nobody sees changes nothing.
    private static bool IsDots(string name) => ToShow(name).Trim() is "." or "..";

    private static bool IsText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]) || (char.IsSurrogate(text[index]) && !char.IsSurrogatePair(text, index++)))
            {
                return false;
            }
        }

        return true;
    }
}
