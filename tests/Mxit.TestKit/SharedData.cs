namespace Mxit.TestKit;

/// <summary>
/// Real-world files (photos, texts) too large or not ours to keep in the repository: in <c>shared/data</c> beside the working
/// copy, or where <c>MXIT_SHARED_DATA</c> says. Tests that ask for a missing one are skipped.
/// </summary>
public static class SharedData
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("MXIT_SHARED_DATA") is { Length: > 0 } given
        ? System.IO.Path.GetFullPath(given)
        : System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared", "data"));

    /// <summary>The full path of a file or folder in it, for example <c>photos</c>. Skips the calling test without it.</summary>
    public static string Path(string name)
    {
        if (MissingReason(name) is { } reason)
        {
            Assert.Skip(reason);
        }

        return System.IO.Path.Combine(Folder, name);
    }

    /// <summary>Why a test that needs this file or folder cannot run; null when it can.</summary>
    public static string? MissingReason(string name) => System.IO.Path.Exists(System.IO.Path.Combine(Folder, name))
        ? null
        : $"The shared data is missing: there is no '{name}' in '{Folder}' (MXIT_SHARED_DATA can name another folder).";

    /// <summary>The full paths of the files in a folder of it, in a fixed order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*")
    {
        var files = Directory.GetFiles(Path(folder), pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
