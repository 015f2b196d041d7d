namespace Mxit.Platform.Data;

/// <summary>Why something cannot be stored or read now, whatever the request was.</summary>
internal enum StorageFailure
{
    /// <summary>The database does not answer, refuses connections, or has ended one.</summary>
    Unavailable,

    /// <summary>Too many connections, or too long a wait for a response or a lock: it passes by itself.</summary>
    Busy,

    /// <summary>The database has no room left.</summary>
    DatabaseFull,

    /// <summary>The database, or the file system that it is on, can only be read.</summary>
    ReadOnly,

    /// <summary>The database, or a part of it, is not there any more.</summary>
    Missing,

    /// <summary>The database holds something that cannot be right.</summary>
    Damaged,

    /// <summary>The disk of the database does not read or write what it is told to.</summary>
    DiskError,

    /// <summary>There is no room left for files.</summary>
    FilesFull,

    /// <summary>The folders of the server's files cannot be used.</summary>
    FilesUnavailable,
}

/// <summary>What a failure means.</summary>
internal static class StorageFailureExtensions
{
    /// <summary>One sentence for the operator.</summary>
    public static string Describe(this StorageFailure failure) => failure switch
    {
        StorageFailure.Unavailable => "The database does not answer.",
        StorageFailure.Busy => "The database has too many connections, or answers too slowly.",
        StorageFailure.DatabaseFull => "The disk of the database is full.",
        StorageFailure.ReadOnly => "The database, or its disk, is read-only.",
        StorageFailure.Missing => "The database is gone.",
        StorageFailure.Damaged => "The database is damaged.",
        StorageFailure.DiskError => "The disk of the database fails.",
        StorageFailure.FilesFull => "The disk of the files is full.",
        StorageFailure.FilesUnavailable => "The folders of the server's files cannot be used.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };

    /// <summary>Whether the server should get no requests until it is over.</summary>
    internal static bool IsOutage(this StorageFailure failure) =>
        failure is not (StorageFailure.Busy or StorageFailure.FilesFull or StorageFailure.FilesUnavailable);

    /// <summary>Whether what is stored can still be read.</summary>
    internal static bool AllowsReading(this StorageFailure failure) =>
        failure is StorageFailure.DatabaseFull or StorageFailure.ReadOnly || !failure.IsOutage();
}
