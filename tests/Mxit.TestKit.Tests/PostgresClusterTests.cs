using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Mxit.TestKit.Tests;

public sealed class PostgresClusterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync")]
    [InlineData("synchronous_commit")]
    [InlineData("full_page_writes")]
    public async Task A_commit_is_durable(string setting)
    {
        var cluster = await PostgresCluster.SharedAsync(Stop);
        await using var database = await cluster.CreateDatabaseAsync(cancellationToken: Stop);

        Assert.Equal("on", await QueryAsync(database, $"SHOW {setting}"));
    }

    [Fact]
    public async Task Databases_do_not_see_each_other()
    {
        var cluster = await PostgresCluster.SharedAsync(Stop);
        await using var first = await cluster.CreateDatabaseAsync(cancellationToken: Stop);
        await using var second = await cluster.CreateDatabaseAsync(cancellationToken: Stop);
        _ = await QueryAsync(first, "CREATE TABLE t (id int)");

        Assert.Equal(1L, await QueryAsync(first, "SELECT count(*) FROM pg_tables WHERE tablename = 't'"));
        Assert.Equal(0L, await QueryAsync(second, "SELECT count(*) FROM pg_tables WHERE tablename = 't'"));
    }

    [Fact]
    public async Task A_template_is_filled_once_and_copied()
    {
        var cluster = await PostgresCluster.SharedAsync(Stop);
        var fills = 0;

        async Task FillAsync(string connectionString)
        {
            _ = Interlocked.Increment(ref fills);
            await QueryAsync(connectionString, "CREATE TABLE filled (id int)");
        }

        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var template = await cluster.TemplateAsync("copied", FillAsync, Stop);
            return await cluster.CreateDatabaseAsync(template, Stop);
        }));

        Assert.Equal(1, fills);
        foreach (var copy in copies)
        {
            Assert.Equal(0L, await QueryAsync(copy, "SELECT count(*) FROM filled"));
            await copy.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_is_dropped_even_while_someone_is_connected()
    {
        var cluster = await PostgresCluster.SharedAsync(Stop);
        var database = await cluster.CreateDatabaseAsync(cancellationToken: Stop);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Stop);

        await database.DisposeAsync();

        await using var other = await cluster.CreateDatabaseAsync(cancellationToken: Stop);
        Assert.Equal(0L, await QueryAsync(other, $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'"));
    }

    [Fact]
    public async Task A_cluster_goes_when_its_pipe_closes()
    {
        var cluster = await PostgresCluster.StartAsync(Stop);
        var server = ServerOf(cluster);
        Assert.True(Directory.Exists(cluster.Folder));

        await cluster.DisposeAsync();

        Assert.False(Directory.Exists(cluster.Folder));
        await WaitFor.ConditionAsync(() => !IsRunning(server), cancellationToken: Stop);
    }

    [Fact]
    public async Task A_cluster_whose_keeper_was_killed_goes_with_the_next_start()
    {
        await using var orphan = await PostgresCluster.StartAsync(Stop);
        var server = ServerOf(orphan);
        var keeper = await File.ReadAllTextAsync(Path.Combine(orphan.Folder, "keeper"), Stop);
        using (var process = Process.GetProcessById(int.Parse(keeper, CultureInfo.InvariantCulture)))
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        Assert.True(IsRunning(server));
        await using var next = await PostgresCluster.StartAsync(Stop);

        Assert.False(Directory.Exists(orphan.Folder));
        await WaitFor.ConditionAsync(() => !IsRunning(server), cancellationToken: Stop);
    }

    private static int ServerOf(PostgresCluster cluster) =>
        int.Parse(File.ReadLines(Path.Combine(cluster.Folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task<object?> QueryAsync(PostgresDatabase database, string sql) => QueryAsync(database.ConnectionString, sql);

    private static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}
