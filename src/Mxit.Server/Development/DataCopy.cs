using Microsoft.Data.Sqlite;
using Mxit.Platform;

namespace Mxit.Server.Development;

/// <summary>
/// Copies and clears the data of a server with a SQLite database in its data folder. What else is in the folder is left alone.
/// </summary>
internal static class DataCopy
{
    private const string DatabaseFile = "mxit.db";

    /// <summary>Copies a folder, in place of what is there.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="to">The copy.</param>
    /// <param name="isLive">A server works on it.</param>
    public static void Copy(string from, string to, bool isLive)
    {
        Clear(to);
        OwnerOnly.CreateFolder(to);
        foreach (var folder in Entries(from, Directory.EnumerateDirectories))
        {
            OwnerOnly.CreateFolder(Path.Combine(to, folder));
        }

        foreach (var name in Entries(from, Directory.EnumerateFiles))
        {
            var file = Path.Combine(from, name);
            if (!name.StartsWith(DatabaseFile, StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(to, name));
            }
            else if (name == DatabaseFile)
            {
                CopyDatabase(file, Path.Combine(to, name), isLive);
                _ = OwnerOnly.Close(Path.Combine(to, name));
            }
        }
    }

    /// <summary>Removes the data from a folder.</summary>
    public static void Clear(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var name in Entries(folder, Directory.EnumerateFiles).ToList())
        {
            File.Delete(Path.Combine(folder, name));
        }

        foreach (var name in Entries(folder, Directory.EnumerateDirectories).OrderDescending(StringComparer.Ordinal).ToList())
        {
            Directory.Delete(Path.Combine(folder, name));
        }
    }

    // The file of a database in use is not complete without its write-ahead log.
    private static void CopyDatabase(string from, string to, bool isLive)
    {
        if (!isLive)
        {
            File.Copy(from, to);
            return;
        }

        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static IEnumerable<string> Entries(string folder, Func<string, string, SearchOption, IEnumerable<string>> list) =>
        list(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Where(IsData);

    private static bool IsData(string name) => name.Split(Path.DirectorySeparatorChar)[0] is "keys" or "media" or "database-id"
        || (name.StartsWith(DatabaseFile, StringComparison.Ordinal) && Path.GetFileName(name) == name);
}
