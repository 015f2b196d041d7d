using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>A data folder belongs to one database: a server on another one would delete what its own does not know.</summary>
public sealed class FolderOwnerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_folder_with_the_media_of_another_database_is_refused_and_stays_as_it_is(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var databases = new Databases(provider, folder);
        var first = await databases.NextAsync();
        await MxitServe.StartAndStopAsync(["--data", folder.Of("data"), .. first]);
        var stored = folder.Of("data", "media", new string('a', 64));
        await File.WriteAllTextAsync(stored, "of the first", Stop);
        var second = await databases.NextAsync();

        var refused = await MxitServe.RefusedAsync(["--data", folder.Of("data"), .. second]);

        Assert.Contains($"The folder {folder.Of("data")} belongs to another database", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(stored));
        await MxitServe.StartAndStopAsync(["--data", folder.Of("data"), .. first]);

        // In a folder of its own it starts, and it is told from the first one there, too.
        await MxitServe.StartAndStopAsync(["--data", folder.Of("own"), .. second]);
        await MxitServe.RefusedAsync(["--data", folder.Of("own"), .. first]);
        foreach (var (data, database, isRight) in new[]
        {
            ("data", first, true), ("data", second, false), ("own", second, true), ("own", first, false),
        })
        {
            var admin = await ProgramRun.OfCommandAsync(["admin", "user", "list", "--data", folder.Of(data), .. database]);
            Assert.Equal(isRight, admin.ExitCode == 0);
            Assert.Equal(!isRight, admin.Error.Contains("belongs to another database", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Media_that_are_moved_with_their_database_go_with_it(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var databases = new Databases(provider, folder);
        var database = await databases.NextAsync();
        await MxitServe.StartAndStopAsync(["--data", folder.Of("data"), .. database]);
        Directory.Move(folder.Of("data"), folder.Of("moved"));

        await MxitServe.StartAndStopAsync(["--data", folder.Of("moved"), .. database]);

        // A folder that was lost is made anew.
        await MxitServe.StartAndStopAsync(["--data", folder.Of("empty"), .. database]);
    }

    [Theory, InlineData(""), InlineData("nonsense")]
    public async Task A_file_that_names_no_database_is_refused_by_its_name(string content)
    {
        using var folder = new TemporaryFolder();
        await MxitServe.StartAndStopAsync(["--data", folder.Of("data")]);
        var file = folder.Of("data", "database-id");
        Assert.True(File.Exists(file));
        await File.WriteAllTextAsync(file, content, Stop);

        Assert.Contains(file, (await MxitServe.RefusedAsync(["--data", folder.Of("data")])).Text, StringComparison.Ordinal);
        File.Delete(file);
        await MxitServe.StartAndStopAsync(["--data", folder.Of("data")]);
    }

    /// <summary>Databases of one brand, as arguments of the command.</summary>
    private sealed class Databases(MxitTestDatabase provider, TemporaryFolder folder) : IAsyncDisposable
    {
        private readonly List<PostgresDatabase> _postgres = [];
        private int _count;

        public async Task<string[]> NextAsync()
        {
            if (provider == MxitTestDatabase.Sqlite)
            {
                return ["--set", $"Database:ConnectionString=Data Source={folder.Of($"{++_count}.db")}"];
            }

            _postgres.Add(await (await PostgresCluster.SharedAsync(Stop)).CreateDatabaseAsync(cancellationToken: Stop));
            return ["--postgres", _postgres[^1].ConnectionString];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var database in _postgres)
            {
                await database.DisposeAsync();
            }
        }
    }
}
