using Npgsql;
using NpgsqlTypes;

namespace Mxit.Server.Benchmarks;

/// <summary>Into a table of its own in the same PostgreSQL database: two roads, as the real writer has.</summary>
internal sealed class PostgresBareAppend : BareAppend
{
    private readonly NpgsqlDataSource _source;

    private PostgresBareAppend(NpgsqlDataSource source)
    {
        _source = source;
        Start(WriteAsync, WriteAsync);
    }

    public static async Task<PostgresBareAppend> OpenAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxAutoPrepare = 10,
                AutoPrepareMinUsages = 1,
            }.ConnectionString);
        await using var create = source.CreateCommand(
            """CREATE TABLE IF NOT EXISTS "Bare" ("Position" bigserial PRIMARY KEY, "Sender" text, "Recipients" text, "Body" text)""");
        await create.ExecuteNonQueryAsync();
        return new PostgresBareAppend(source);
    }

    public override async Task CommitAloneAsync(string sender, string recipients, string body)
    {
        await using var insert = _source.CreateCommand(
            """INSERT INTO "Bare" ("Sender", "Recipients", "Body") VALUES ($1, $2, $3)""");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sender });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = recipients });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = body });
        await insert.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task WriteAsync(IReadOnlyList<BareRow> rows)
    {
        await using var insert = _source.CreateCommand(
            """INSERT INTO "Bare" ("Sender", "Recipients", "Body") SELECT * FROM unnest($1::text[], $2::text[], $3::text[])""");
        insert.Parameters.Add(Column(rows, row => row.Sender));
        insert.Parameters.Add(Column(rows, row => row.Recipients));
        insert.Parameters.Add(Column(rows, row => row.Body));
        await insert.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string[]> Column(IReadOnlyList<BareRow> rows, Func<BareRow, string> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, TypedValue = [.. rows.Select(value)] };
}
