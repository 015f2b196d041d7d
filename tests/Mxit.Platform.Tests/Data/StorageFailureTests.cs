using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.PostgreSql;
using Mxit.Platform.Sqlite;
using Npgsql;

namespace Mxit.Platform.Tests.Data;

/// <summary>What the exceptions of each brand mean.</summary>
public sealed class StorageFailureTests
{
    public static TheoryData<string, string?> PostgresCodes => new()
    {
        { "08000", nameof(StorageFailure.Unavailable) }, // connection_exception
        { "08006", nameof(StorageFailure.Unavailable) }, // connection_failure
        { "57P01", nameof(StorageFailure.Unavailable) }, // admin_shutdown
        { "57P02", nameof(StorageFailure.Unavailable) }, // crash_shutdown
        { "57P03", nameof(StorageFailure.Unavailable) }, // cannot_connect_now
        { "57P05", nameof(StorageFailure.Unavailable) }, // idle_session_timeout
        { "28P01", nameof(StorageFailure.Unavailable) }, // invalid_password
        { "42501", nameof(StorageFailure.Unavailable) }, // insufficient_privilege
        { "53300", nameof(StorageFailure.Busy) }, // too_many_connections
        { "53200", nameof(StorageFailure.Busy) }, // out_of_memory
        { "57014", nameof(StorageFailure.Busy) }, // query_canceled
        { "40001", nameof(StorageFailure.Busy) }, // serialization_failure
        { "40P01", nameof(StorageFailure.Busy) }, // deadlock_detected
        { "55P03", nameof(StorageFailure.Busy) }, // lock_not_available
        { "53100", nameof(StorageFailure.DatabaseFull) }, // disk_full
        { "25006", nameof(StorageFailure.ReadOnly) }, // read_only_sql_transaction
        { "57P04", nameof(StorageFailure.Missing) }, // database_dropped
        { "3D000", nameof(StorageFailure.Missing) }, // invalid_catalog_name
        { "42P01", nameof(StorageFailure.Missing) }, // undefined_table
        { "XX001", nameof(StorageFailure.Damaged) }, // data_corrupted
        { "XX002", nameof(StorageFailure.Damaged) }, // index_corrupted
        { "58030", nameof(StorageFailure.DiskError) }, // io_error
        { "23505", null }, // unique_violation
        { "22021", null }, // character_not_in_repertoire
        { "42601", null }, // syntax_error
    };

    public static TheoryData<int, string?> SqliteCodes => new()
    {
        { 13, nameof(StorageFailure.DatabaseFull) }, // SQLITE_FULL
        { 10, nameof(StorageFailure.DiskError) }, // SQLITE_IOERR
        { 5, nameof(StorageFailure.Busy) }, // SQLITE_BUSY
        { 6, nameof(StorageFailure.Busy) }, // SQLITE_LOCKED
        { 7, nameof(StorageFailure.Busy) }, // SQLITE_NOMEM
        { 15, nameof(StorageFailure.Busy) }, // SQLITE_PROTOCOL
        { 8, nameof(StorageFailure.ReadOnly) }, // SQLITE_READONLY
        { 11, nameof(StorageFailure.Damaged) }, // SQLITE_CORRUPT
        { 26, nameof(StorageFailure.Damaged) }, // SQLITE_NOTADB
        { 14, nameof(StorageFailure.Unavailable) }, // SQLITE_CANTOPEN
        { 3, nameof(StorageFailure.Unavailable) }, // SQLITE_PERM
        { 19, null }, // SQLITE_CONSTRAINT
        { 1, null }, // SQLITE_ERROR
    };

    public static TheoryData<Exception, string?> NpgsqlExceptions => new()
    {
        { new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)),
            nameof(StorageFailure.Unavailable) },
        { new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
            nameof(StorageFailure.Unavailable) },
        { new NpgsqlException("Exception while reading from stream", new TimeoutException()), nameof(StorageFailure.Busy) },
        { new NpgsqlException("The connection pool has been exhausted, either raise ...", new TimeoutException()),
            nameof(StorageFailure.Busy) },
    };

    private static SqliteFileWatch File { get; } = new(typeof(StorageFailureTests).Assembly.Location);

    [Theory, MemberData(nameof(PostgresCodes))]
    public void Codes_of_PostgreSQL(string code, string? failure) =>
        Assert.Equal(failure, PostgresFailure.FindOrNull(new PostgresException("text", "ERROR", "ERROR", code))?.ToString());

    [Theory, MemberData(nameof(NpgsqlExceptions))]
    public void Exceptions_of_Npgsql_without_a_code(Exception exception, string? failure) =>
        Assert.Equal(failure, PostgresFailure.FindOrNull((DbException)exception)?.ToString());

    [Theory, MemberData(nameof(SqliteCodes))]
    public void Codes_of_SQLite(int code, string? failure)
    {
        Assert.Equal(failure, File.FindFailureOrNull(new SqliteException("text", code))?.ToString());

        // The extended codes, such as SQLITE_IOERR_WRITE, are of the same kind.
        Assert.Equal(failure, File.FindFailureOrNull(new SqliteException("text", code, code | (3 << 8)))?.ToString());
    }

    [Fact]
    public void A_table_that_is_not_there_is_a_database_that_is_not_ours() => Assert.Equal(
        StorageFailure.Missing, File.FindFailureOrNull(new SqliteException("SQLite Error 1: 'no such table: Accounts'.", 1)));

    [Fact]
    public void A_file_that_is_not_there_is_missing() => Assert.Equal(
        StorageFailure.Missing, new SqliteFileWatch("/nowhere/mxit.db").FindFailureOrNull(new SqliteException("text", 14)));

    [Theory, InlineData(DatabaseBrand.Sqlite), InlineData(DatabaseBrand.PostgreSql)]
    public async Task A_database_that_is_there_passes_the_probe_and_is_as_it_was(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new FakeTimeProvider());
        var stop = TestContext.Current.CancellationToken;

        Assert.Null(await Database(database).ProbeAsync(forWriting: false, stop));
        Assert.Null(await Database(database).ProbeAsync(forWriting: true, stop));
        Assert.Null(await Database(database).ProbeAsync(forWriting: true, stop));
    }

    private static IDatabase Database(TestDatabase database) => database.Services.GetRequiredService<IDatabase>();
}
