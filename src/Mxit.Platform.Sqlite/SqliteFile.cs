using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// The file of the database, what SQLite puts beside it, and the lock that one server at a time holds. The files are for their
/// owner only: SQLite gives what it puts beside the database the same permissions.
/// </summary>
internal sealed partial class SqliteFile : IDisposable
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal", "-lock"];

    private readonly ILogger _logger;
    private FileStream? _lock;

    public SqliteFile(string connectionString, ILogger logger)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        Path = settings.DataSource = System.IO.Path.GetFullPath(settings.DataSource);
        ConnectionString = settings.ConnectionString;
        _logger = logger;
    }

    /// <summary>Where the file is, as it was named.</summary>
    public string Path { get; }

    /// <summary>How to connect, wherever the current folder of the process is later.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether there is a file.</summary>
    /// <exception cref="DatabaseUnusableException">This user may not look.</exception>
    public bool Exists()
    {
        try
        {
            return (File.GetAttributes(Path) & FileAttributes.Directory) == 0;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            throw CannotBeOpened();
        }
    }

    /// <summary>The error for a file that this user may not open, or that is none.</summary>
    public DatabaseUnusableException CannotBeOpened() =>
        new($"The database {Path} cannot be opened: it is no file, or this user may not read and write it.");

    /// <summary>
    /// Makes the file where it is missing, and keeps every other server away from it until this object is disposed. However a
    /// process ends, the system gives back what it has locked.
    /// </summary>
    /// <exception cref="DatabaseUnusableException">Another server works on it.</exception>
    /// <exception cref="IOException">A file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it, or not write to it.</exception>
    public void Claim()
    {
        if (_lock is not null)
        {
            return;
        }

        Create();
        var real = FindRealPath();
        _lock = Lock($"{real}-lock");
        foreach (var file in Suffixes.Select(suffix => real + suffix).Where(file => File.Exists(file) && OwnerOnly.Close(file)))
        {
            LogClosed(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    // Never opens a file that is there: closing it would take away the locks that a connection of this process has on it.
    private void Create()
    {
        if (Exists())
        {
            return;
        }

        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
        {
            OwnerOnly.CreateFolder(folder);
        }

        try
        {
            new FileStream(
                Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }.ForOwnerOnly()).Dispose();
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was faster.
        }
    }

    // The lock lies beside the file itself, however many links lead to it. SQLite follows them in the same way for its own files.
    private string FindRealPath()
    {
        var result = raw.sqlite3_open_v2(Path, out var connection, raw.SQLITE_OPEN_READONLY, null);
        using (connection)
        {
            return result == raw.SQLITE_OK
                ? raw.sqlite3_db_filename(connection, "main").utf8_to_string()
                : throw CannotBeOpened();
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            var options =
                new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            return new FileStream(path, options.ForOwnerOnly());
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            var file = path[..^"-lock".Length];
            throw new DatabaseUnusableException(
                $"Another server works on the database {file}, and two would lose messages. Stop it first, or give this one a " +
                "folder of its own with --data.");
        }
    }

    // What .NET gives: the error of flock(2) on Unix, which has another number on each system, or ERROR_SHARING_VIOLATION.
    private static bool IsSharingViolation(IOException failure) =>
        failure is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        && (OperatingSystem.IsWindows() ? failure.HResult == unchecked((int)0x80070020)
            : failure.HResult == (OperatingSystem.IsMacOS() ? 35 : 11));

    [LoggerMessage(LogLevel.Warning, "{Path} could be read by others; now only the user of the server can.")]
    private partial void LogClosed(string path);
}
