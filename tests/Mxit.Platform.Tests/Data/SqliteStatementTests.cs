using Microsoft.Data.Sqlite;
using Mxit.Platform.Sqlite;

namespace Mxit.Platform.Tests.Data;

/// <summary>The hand-made statements write what Microsoft.Data.Sqlite would: everything else reads it by that.</summary>
public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteStatementTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("na\u00efve \u2603 \U0001F600")]
    [InlineData("half a pair: \ud83d.")]
    public void A_text_is_written_as_the_provider_writes_it(string text) =>
        AssertSame((statement, parameter) => statement.Bind(parameter, text), text);

    [Fact]
    public void A_long_text_is_written_whole()
    {
        var text = string.Concat(Enumerable.Repeat("\u2603 and on ", 2_000));
        AssertSame((statement, parameter) => statement.Bind(parameter, text), text);
    }

    [Fact]
    public void No_text_is_null() => AssertSame((statement, parameter) => statement.Bind(parameter, (string?)null), DBNull.Value);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_230_000)]
    [InlineData(9_999_999)]
    public void A_time_is_written_as_the_provider_writes_it(long ticks)
    {
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(ticks);
        AssertSame((statement, parameter) => statement.Bind(parameter, time), time);
    }

    [Fact]
    public void An_id_is_written_as_the_provider_writes_it()
    {
        var id = new Guid("0193abcd-ef01-7234-89ab-cdef01234567");
        AssertSame((statement, parameter) => statement.Bind(parameter, id), id);
    }

    [Fact]
    public void Numbers_flags_and_bytes_are_written_as_the_provider_writes_them()
    {
        AssertSame((statement, parameter) => statement.Bind(parameter, long.MaxValue), long.MaxValue);
        AssertSame((statement, parameter) => statement.Bind(parameter, true), true);
        AssertSame((statement, parameter) => statement.Bind(parameter, false), false);
        AssertSame((statement, parameter) => statement.Bind(parameter, new byte[] { 0, 1, 255 }), new byte[] { 0, 1, 255 });
    }

    [Fact]
    public void It_says_whether_there_was_a_row_and_how_many_were_written_and_can_be_run_again()
    {
        Execute("CREATE TABLE T (A INTEGER PRIMARY KEY)");
        using var write = new SqliteStatement(_connection, "INSERT INTO T (A) VALUES (?1) ON CONFLICT DO NOTHING");
        using var find = new SqliteStatement(_connection, "SELECT 1 FROM T WHERE A = ?1");
        find.Bind(1, 7);
        write.Bind(1, 7);

        Assert.False(find.Run());
        Assert.Equal(1, write.Write());
        Assert.True(find.Run());
        Assert.Equal(0, write.Write());
    }

    [Fact]
    public void What_the_database_refuses_throws_and_the_statement_can_be_run_again()
    {
        Execute("CREATE TABLE T (A TEXT NOT NULL)");
        using var write = new SqliteStatement(_connection, "INSERT INTO T (A) VALUES (?1)");
        write.Bind(1, (string?)null);

        var refused = Assert.Throws<SqliteException>(() => write.Write());
        write.Bind(1, "now");

        Assert.Contains("NOT NULL", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, write.Write());
    }

    private void AssertSame(Action<SqliteStatement, int> bind, object expected)
    {
        Execute("DROP TABLE IF EXISTS Same");
        Execute("CREATE TABLE Same (Ours, Theirs)");
        using (var ours = new SqliteStatement(_connection, "INSERT INTO Same (Ours) VALUES (?1)"))
        {
            bind(ours, 1);
            ours.Write();
        }

        using var theirs = _connection.CreateCommand();
        theirs.CommandText = "UPDATE Same SET Theirs = @value";
        theirs.Parameters.AddWithValue("@value", expected);
        theirs.ExecuteNonQuery();
        using var compare = _connection.CreateCommand();
        compare.CommandText = "SELECT Ours IS Theirs AND typeof(Ours) = typeof(Theirs), quote(Ours), quote(Theirs) FROM Same";
        using var row = compare.ExecuteReader();
        Assert.True(row.Read());
        Assert.True(row.GetBoolean(0), $"{row.GetString(1)} was written, the provider writes {row.GetString(2)}.");
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
