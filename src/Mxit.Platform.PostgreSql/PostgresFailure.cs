using System.Data.Common;
using Mxit.Platform.Data;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>What an exception of Npgsql means. The codes are those of the appendix "Error Codes" of PostgreSQL.</summary>
internal static class PostgresFailure
{
    // The classes: connection exception, invalid authorization, insufficient resources, operator intervention, system error.
    private const string Connection = "08";
    private const string Authorization = "28";
    private const string Resources = "53";
    private const string Intervention = "57";
    private const string System = "58";

    public static StorageFailure? FindOrNull(DbException exception) => exception switch
    {
        PostgresException { SqlState: var code } => Find(code),
        NpgsqlOperationInProgressException => null,

        // All connections of the pool are in use, or a statement took too long. A database that hangs is found out by a probe.
        NpgsqlException { InnerException: TimeoutException } => StorageFailure.Busy,
        NpgsqlException => StorageFailure.Unavailable,
        _ => null,
    };

    /// <summary>Whether the connection is lost, so that another one may do better.</summary>
    public static bool IsConnectionLost(Exception? exception) => exception switch
    {
        PostgresException { SqlState: var code } =>
            code.StartsWith(Connection, StringComparison.Ordinal) || code is "57P01" or "57P02" or "57P05",
        NpgsqlException failure => failure.IsTransient && failure.InnerException is not TimeoutException,
        _ => false,
    };

    private static StorageFailure? Find(string code) => code switch
    {
        PostgresErrorCodes.DiskFull => StorageFailure.DatabaseFull,
        PostgresErrorCodes.ReadOnlySqlTransaction => StorageFailure.ReadOnly,
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse => StorageFailure.Busy,
        PostgresErrorCodes.DatabaseDropped or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName
            or PostgresErrorCodes.UndefinedTable => StorageFailure.Missing,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StorageFailure.Damaged,
        PostgresErrorCodes.InsufficientPrivilege => StorageFailure.Unavailable,
        _ => code[..2] switch
        {
            Connection or Authorization or Intervention => StorageFailure.Unavailable,
            Resources => StorageFailure.Busy,
            System => StorageFailure.DiskError,
            _ => null,
        },
    };
}
