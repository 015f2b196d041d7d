using Mxit.TestKit;
using Npgsql;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary><c>mxit admin</c> where there is no database of the server: it says so, and makes none.</summary>
public sealed class AdminDatabaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData("user list"), InlineData("user add zola --password a-pass-phrase"),
        InlineData("import contacts friends.txt")]
    public async Task A_folder_that_is_not_there_is_named_and_not_made(string command)
    {
        using var folder = new TemporaryFolder();

        var refused = await AdminAsync(["--data", folder.Of("daat")], command.Split(' '));

        Assert.Contains(folder.Of("daat"), refused, StringComparison.Ordinal);
        Assert.Contains("mxit serve", refused, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task The_usual_folder_that_is_not_there_is_named_by_its_full_path()
    {
        using var folder = new TemporaryFolder();

        var refused = await ProgramRun.InFolderAsync(
            folder.Path, "dotnet", [Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"), "admin", "user", "list"],
            _ => Task.FromResult<string?>(null), Stop);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(folder.Of("data"), refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_folder_without_a_database_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("note.txt"), "mine", Stop);

        var refused = await AdminAsync(["--data", folder.Path], "user", "list");

        Assert.Contains(folder.Path, refused, StringComparison.Ordinal);
        Assert.Equal([folder.Of("note.txt")], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_told()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("data"), "mine", Stop);

        Assert.Contains(
            folder.Of("data"), await AdminAsync(["--data", folder.Of("data")], "user", "list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This is a letter, and by no means a database, however long it is read.", "is not a database")]
    [InlineData("", "mxit serve")]
    public async Task A_file_that_is_no_database_is_told_and_stays_as_it_is(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("mxit.db"), content, Stop);

        var refused = await AdminAsync(["--data", folder.Path], "user", "list");

        Assert.Contains(expected, refused, StringComparison.Ordinal);
        Assert.Contains(folder.Of("mxit.db"), refused, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(folder.Of("mxit.db"), Stop));
        Assert.Equal([folder.Of("mxit.db")], Directory.EnumerateFileSystemEntries(folder.Path));
        if (content.Length > 0)
        {
            Assert.Contains(
                "is not a database", (await MxitServe.RefusedAsync(["--data", folder.Path])).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("CREATE TABLE letters (id INTEGER PRIMARY KEY)")]
    [InlineData("""
        CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
        INSERT INTO "__EFMigrationsHistory" VALUES ('20200101000000_Shop', '8.0.0');
        CREATE TABLE "Accounts" ("Id" INTEGER PRIMARY KEY);
        """)]
    public async Task A_database_of_another_program_is_told_and_stays_as_it_is(string schema)
    {
        using var folder = new TemporaryFolder();
        await TemporaryFolder.RunAsync(folder.Of("mxit.db"), schema);
        var before = await File.ReadAllBytesAsync(folder.Of("mxit.db"), Stop);

        Assert.Contains("another program", await AdminAsync(["--data", folder.Path], "user", "list"), StringComparison.Ordinal);
        Assert.Contains(
            "another program", (await MxitServe.RefusedAsync(["--data", folder.Path])).Text, StringComparison.Ordinal);

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Of("mxit.db"), Stop));
    }

    [Fact]
    public async Task A_mistyped_database_of_PostgreSQL_is_named_and_not_made()
    {
        await using var postgres = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        using var folder = new TemporaryFolder();
        var mistyped = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "mxti", Password = "a-secret" };

        var refused = await AdminAsync(["--postgres", mistyped.ConnectionString, "--data", folder.Of("data")], "user", "list");

        Assert.Contains("mxti", refused, StringComparison.Ordinal);
        Assert.Contains("mxit serve", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", refused, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(0L, await AskAsync(postgres.ConnectionString, "SELECT count(*) FROM pg_database WHERE datname = 'mxti'"));
    }

    [Theory]
    [InlineData("SELECT 1", "mxit serve")]
    [InlineData("CREATE TABLE letters (id int)", "another program")]
    public async Task A_database_of_PostgreSQL_without_our_tables_is_told_and_stays_as_it_is(string sql, string expected)
    {
        await using var postgres = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        using var folder = new TemporaryFolder();
        await AskAsync(postgres.ConnectionString, sql);
        const string Tables = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
        var before = await AskAsync(postgres.ConnectionString, Tables);

        var refused = await AdminAsync(["--postgres", postgres.ConnectionString, "--data", folder.Of("data")], "user", "list");

        Assert.Contains(expected, refused, StringComparison.Ordinal);
        Assert.Contains(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Database!, refused, StringComparison.Ordinal);
        Assert.Equal(before, await AskAsync(postgres.ConnectionString, Tables));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        if (expected == "another program")
        {
            string[] serve = ["--postgres", postgres.ConnectionString, "--data", folder.Of("data")];
            Assert.Contains(expected, (await MxitServe.RefusedAsync(serve)).Text, StringComparison.Ordinal);
            Assert.Equal(before, await AskAsync(postgres.ConnectionString, Tables));
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_schema_of_another_version_is_told_and_not_changed(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = provider == MxitTestDatabase.PostgreSql
            ? await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()
            : null;
        string[] database =
            ["--data", folder.Of("data"), .. postgres is null ? (string[])[] : ["--postgres", postgres.ConnectionString]];
        await MxitServe.StartAndStopAsync(database);

        const string Newer = """INSERT INTO "__EFMigrationsHistory" VALUES ('99990101000000_FromTheFuture', '99.0.0')""";
        if (postgres is null)
        {
            await TemporaryFolder.RunAsync(folder.Of("data", "mxit.db"), Newer);
        }
        else
        {
            await AskAsync(postgres.ConnectionString, Newer);
        }

        Assert.Contains("newer version", await AdminAsync(database, "user", "list"), StringComparison.Ordinal);
        Assert.Contains("newer version", (await MxitServe.RefusedAsync(database)).Text, StringComparison.Ordinal);
    }

    private static async Task<string> AdminAsync(string[] database, params string[] command)
    {
        var run = await ProgramRun.OfCommandAsync(["admin", .. command, .. database]);
        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Empty(run.Output);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        return run.Error;
    }

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}
