using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Mxit.Platform.Data;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// The file of the database, from outside. One that is removed or replaced stays open for those who have it open: what they write
/// would be answered as stored, and be gone with the process.
/// </summary>
internal sealed partial class SqliteFileWatch(string path)
{
    private const string Library = "e_sqlite3";
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED

    // Beyond it, whether there is room is only found out by writing.
    private const long PlentyOfRoom = 16 * 1024 * 1024;

    private const long NoRoom = 64 * 1024;

    private volatile bool _isThere;

    /// <summary>The disk is so full that somebody should try whether it takes more.</summary>
    public bool IsShortOfRoom => FreeBytes() < PlentyOfRoom;

    private bool Exists => File.Exists(path);

    /// <summary>From now on the file is there, and is not made anew when it is missing.</summary>
    public void Found() => _isThere = true;

    /// <summary>Comes before a connection is opened, which would make an empty file.</summary>
    /// <exception cref="SqliteException">The file is gone.</exception>
    public void CheckBeforeOpening()
    {
        if (_isThere && !Exists)
        {
            throw Gone();
        }
    }

    /// <summary>Comes before something is read or written over a connection that may have been open for long.</summary>
    /// <exception cref="SqliteException">The file was removed or replaced since.</exception>
    public static void Check(SqliteConnection connection)
    {
        if (sqlite3_file_control(connection.Handle!, null, HasMoved, out var hasMoved) == raw.SQLITE_OK && hasMoved != 0)
        {
            // The others that lie open are of the same old file.
            SqliteConnection.ClearPool(connection);
            throw Gone();
        }
    }

    public StorageFailure? FindFailureOrNull(DbException exception) => exception is not SqliteException failure
        ? null
        : failure.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => StorageFailure.DatabaseFull,
            raw.SQLITE_IOERR => FreeBytes() < NoRoom ? StorageFailure.DatabaseFull : StorageFailure.DiskError,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL or raw.SQLITE_NOMEM => StorageFailure.Busy,
            raw.SQLITE_READONLY => StorageFailure.ReadOnly,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageFailure.Damaged,
            raw.SQLITE_CANTOPEN => Exists ? StorageFailure.Unavailable : StorageFailure.Missing,
            raw.SQLITE_PERM or raw.SQLITE_AUTH => StorageFailure.Unavailable,

            // All tables are made at the start: it is another file.
            raw.SQLITE_ERROR when failure.Message.Contains("no such table", StringComparison.Ordinal) => StorageFailure.Missing,
            _ => null,
        };

    private static SqliteException Gone() => new("The file of the database was removed or replaced.", raw.SQLITE_CANTOPEN);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int sqlite3_file_control(sqlite3 database, string? name, int operation, out int result);

    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (IOException)
        {
            // The folder is gone, which is found out otherwise.
            return long.MaxValue;
        }
    }
}
