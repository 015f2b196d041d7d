namespace Mxit.Internal;

/// <summary>Writes the name of a gallery folder as one segment of a path. Source: wire document, sections 1.1 and 6.</summary>
internal static class FolderName
{
    // POST /user/media/file/send means something else: the literal wins over a folder of that name.
    private const string Send = "send";

    /// <exception cref="ArgumentException">No folder can have the name; the exception does not repeat it.</exception>
    public static string Escape(string folder) => PathSegment.Escape(Compose(folder, nameof(folder)));

    /// <exception cref="ArgumentException">No folder of that name can be uploaded to.</exception>
    public static string EscapeForUpload(string folder) => Send.Equals(folder?.Trim(), StringComparison.OrdinalIgnoreCase)
        ? throw new ArgumentException(
            "A folder that is called \"send\" cannot be uploaded to: its address is that of file offers.", nameof(folder))
        : Escape(folder!);

    /// <summary>
    /// The name as it is sent: composed (NFC), since servers compare character by character. With invariant globalization .NET
    /// cannot compose, and the name is sent as it is.
    /// </summary>
    /// <exception cref="ArgumentException">No folder can have the name; the exception does not repeat it.</exception>
    public static string Compose(string folder, string parameterName)
    {
        WellFormed.Check(folder, parameterName);
        if (folder.Trim() is "." or ".." || folder.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of a folder cannot hold a slash, or be one or two dots.", parameterName);
        }

        return folder.Normalize();
    }

    /// <summary>The names that an error must not repeat: all except the one that everybody has.</summary>
    public static string Confidential(string folder) =>
        folder.Equals(UserAccountClient.DefaultGalleryFolder, StringComparison.OrdinalIgnoreCase) ? "" : folder.Normalize();
}
