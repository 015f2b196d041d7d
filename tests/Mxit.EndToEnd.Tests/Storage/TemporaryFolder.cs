using Microsoft.Data.Sqlite;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>A folder that goes with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mxit-test-").FullName;

    public string Of(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Asks a database for the first value that a query finds, without what stands beside its file.</summary>
    public static async Task<T> AskAsync<T>(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Mode=ReadOnly");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public static async Task RunAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
