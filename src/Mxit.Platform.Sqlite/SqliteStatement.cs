using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// A prepared statement of SQLite itself, for what is run once for each message or recipient: a <see cref="SqliteCommand"/> looks
/// up its parameters by name and makes a reader each time, which takes longer than the row. Values that stay the same are bound
/// once.
/// </summary>
/// <remarks>Belongs to the thread of its connection, and to whatever transaction that has.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private const int LongestOnStack = 256;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One statement with parameters <c>?1</c>, <c>?2</c> and so on.</param>
    /// <exception cref="SqliteException">It is no statement.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _connection);
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    public void Bind(int parameter, long? value)
    {
        if (value is { } number)
        {
            Bind(parameter, number);
        }
        else
        {
            BindNull(parameter);
        }
    }

    public void Bind(int parameter, bool value) => Bind(parameter, value ? 1 : 0);

    public void Bind(int parameter, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            // An empty span has no address, and a text without one is NULL.
            Check(raw.sqlite3_bind_text(_statement, parameter, ""));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[most];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        Check(raw.sqlite3_bind_text(_statement, parameter, bytes[..length]));
    }

    public void Bind(int parameter, string? text)
    {
        if (text is null)
        {
            BindNull(parameter);
        }
        else
        {
            Bind(parameter, text.AsSpan());
        }
    }

    /// <summary>Binds a time as Microsoft.Data.Sqlite writes it.</summary>
    public void Bind(int parameter, DateTime time)
    {
        Span<char> text = stackalloc char[27];
        time.TryFormat(text, out var length, @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture);
        Bind(parameter, text[..length]);
    }

    /// <summary>Binds an id as Microsoft.Data.Sqlite writes it.</summary>
    public void Bind(int parameter, Guid id)
    {
        Span<char> text = stackalloc char[36];
        id.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        Bind(parameter, text);
    }

    public void Bind(int parameter, byte[] blob) => Check(raw.sqlite3_bind_blob(_statement, parameter, blob));

    /// <summary>Runs it to its first row, and makes it ready to be run again.</summary>
    /// <returns>Whether there was a row.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Run()
    {
        var result = raw.sqlite3_step(_statement);

        // Says the same error as the step did, and must be called all the same.
        var reset = raw.sqlite3_reset(_statement);
        Check(result is raw.SQLITE_ROW or raw.SQLITE_DONE ? reset : result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it wrote.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Write()
    {
        Run();
        return raw.sqlite3_changes(_connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_statement, parameter));

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}
