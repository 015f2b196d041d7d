using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>SQLite without room, without its file and without its folder, under a server that goes on.</summary>
public sealed class FullDiskTests
{
    private const string Alice = "m10000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R_06_on_a_full_disk_every_endpoint_says_so_in_its_own_way_and_works_again_with_room()
    {
        SkipWithout(SmallDisk.MissingReason);
        await using var disk = await SmallDisk.MountAsync(Stop);
        try
        {
            var log = new LogLines();
            await using var server = await StartAsync(Path.Combine(disk.Folder, "data"), log);
            var requests = await EveryRequest.MakeAsync(server);
            var before = await AllAsync(server, requests);
            Assert.DoesNotContain(before, outcome => outcome.Status >= 500);
            log.Clear();

            await disk.FillAsync(Stop);

            // Before anybody has tried to write: a server that cannot must not be given work.
            await WaitFor.ConditionAsync(
                async () => await HealthAsync(server, "ready") == (503, "The disk of the database is full."));
            var full = await AllAsync(server, requests);
            var faults = full.Zip(before, FindFaultOrNull).OfType<string>().ToList();
            Assert.True(faults.Count == 0, string.Join('\n', faults));
            Assert.True(full.Count(outcome => outcome.IsRefused) > 20, string.Join('\n', full));
            Assert.All(full.Where(outcome => outcome.Request.Name.StartsWith("POST /user/media/file", StringComparison.Ordinal)
                && outcome.Request.Body() is not null), outcome => Assert.Equal(507, outcome.Status));
            Assert.Equal((503, "The disk of the database is full."), await HealthAsync(server, "ready"));
            Assert.Equal((200, "live"), await HealthAsync(server, "live"));
            var warnings = log.From(LogLevel.Warning);
            Assert.True(warnings.Count <= 8, string.Join('\n', warnings));

            await disk.FreeAsync(Stop);
            await WaitFor.ConditionAsync(async () => await HealthAsync(server, "ready") == (200, "ready"));
            Assert.DoesNotContain(await AllAsync(server, requests), outcome => outcome.Status >= 500);
        }
        finally
        {
            // What lies in the pool holds the disk.
            SqliteConnection.ClearAllPools();
        }
    }

    [Fact]
    public async Task A_database_whose_file_is_gone_is_not_written_to_and_one_that_comes_back_is()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-gone-").FullName;
        try
        {
            await using var server = await StartAsync(folder, new LogLines());
            var token = await server.AppTokenAsync("message/send");
            var person = await server.UserTokenAsync("alice", "profile/write", "messenger");
            Assert.Equal(200, await SendAsync("first"));
            Assert.Equal(["first"], await server.TextsAsync("alice", 1));
            var file = Path.Combine(folder, "mxit.db");
            await CopyAsync(file, file + ".copy");

            // Whoever holds it open could go on writing, into nothing.
            foreach (var part in (string[])["", "-wal", "-shm"])
            {
                File.Delete(file + part);
            }

            Assert.Equal(503, await SendAsync("lost"));
            Assert.Equal(503, (await server.PutAsync("/user/profile", person, """{"AboutMe":"x"}""")).Status);
            Assert.Equal(503, (await server.GetAsync("/messenger/conversations", person)).Status);
            Assert.Equal((503, "The database is gone."), await HealthAsync(server, "ready"));
            Assert.False(File.Exists(file));

            File.Move(file + ".copy", file);
            await WaitFor.ConditionAsync(async () => await HealthAsync(server, "ready") == (200, "ready"));
            await WaitFor.ConditionAsync(async () => await SendAsync("second") == 200);
            await WaitFor.ConditionAsync(async () => (await server.TextsAsync("alice", 2)).Contains("second"));
            await using var reading = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await reading.OpenAsync(Stop);
            await using var count = new SqliteCommand("""SELECT COUNT(*) FROM "Messages" WHERE "Body" = 'second'""", reading);
            Assert.True((long)(await count.ExecuteScalarAsync(Stop))! > 0);

            async Task<int> SendAsync(string text) =>
                (await server.PostAsync("/message/send", token, $$"""{"To":"{{Alice}}","Body":"{{text}}"}""")).Status;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_put_in_the_place_of_the_database_is_used_from_then_on()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-replaced-").FullName;
        try
        {
            await using var server = await StartAsync(folder, new LogLines());
            var token = await server.AppTokenAsync("message/send");
            var file = Path.Combine(folder, "mxit.db");
            await CopyAsync(file, file + ".copy");
            foreach (var part in (string[])["-wal", "-shm"])
            {
                File.Delete(file + part);
            }

            File.Move(file + ".copy", file, overwrite: true);

            await WaitFor.ConditionAsync(
                async () =>
                    (await server.PostAsync("/message/send", token, $$"""{"To":"{{Alice}}","Body":"kept"}""")).Status == 200);
            await using var reading = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await reading.OpenAsync(Stop);
            await using var count = new SqliteCommand("""SELECT COUNT(*) FROM "Messages" WHERE "Body" = 'kept'""", reading);
            Assert.Equal(1L, await count.ExecuteScalarAsync(Stop));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_damaged_database_is_told_without_a_bare_500()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-damaged-").FullName;
        try
        {
            await using var server = await StartAsync(folder, new LogLines());
            var person = await server.UserTokenAsync("alice", "messenger", "graph/read");
            var file = Path.Combine(folder, "mxit.db");
            await CopyAsync(file, file + ".copy");
            await using (var damaged = new FileStream(file + ".copy", FileMode.Open))
            {
                damaged.Position = 4096;
                await damaged.WriteAsync(new byte[damaged.Length - 4096], Stop);
            }

            foreach (var part in (string[])["-wal", "-shm"])
            {
                File.Delete(file + part);
            }

            File.Move(file + ".copy", file, overwrite: true);

            // The first who comes finds that it is another file.
            await WaitFor.ConditionAsync(async () =>
            {
                var answer = await server.GetAsync("/messenger/conversations", person);
                Assert.True(answer.Status == 503, $"{answer.Status} {answer.Body}");
                return await HealthAsync(server, "ready") == (503, "The database is damaged.");
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_its_folder_a_server_takes_no_files_and_says_why()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-folder-").FullName;
        await using var server = await StartAsync(folder, new LogLines());
        var person = await server.UserTokenAsync("alice", "content/write", "content/read", "messenger");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/user/media/file/Default?fileName=a.txt")
        {
            Content = new StringContent("x"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {person}");

        Directory.Delete(folder, recursive: true);

        using var answer = await server.Http.SendAsync(request, Stop);
        Assert.Contains((int)answer.StatusCode, (int[])[503, 507]);
        Assert.Equal(503, (await server.GetAsync("/messenger/conversations", person)).Status);
        Assert.Equal(
            (503, $"The database is gone.{Environment.NewLine}The folders of the server's files cannot be used."),
            await HealthAsync(server, "ready"));
        Assert.False(Directory.Exists(folder));
    }

    private static async Task CopyAsync(string from, string to)
    {
        await using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        await using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        await source.OpenAsync(Stop);
        await target.OpenAsync(Stop);
        source.BackupDatabase(target);
    }

    private static void SkipWithout(string? missingReason)
    {
        if (missingReason is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    private static Task<Server> StartAsync(string folder, LogLines log) => Server.StartAsync(configure: options =>
    {
        options.Settings["Mxit:Server:DataFolder"] = folder;
        options.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log);
    });

    private static string? FindFaultOrNull(Outcome full, Outcome before) => full switch
    {
        { IsRefused: true } when full.FindFaultOrNull() is { } fault => $"{full} {fault}",
        { IsRefused: true } => null,
        _ when full.Status < 500 => null,
        _ => $"{full}, and {before.Status} before: {full.Body}",
    };

    private static async Task<List<Outcome>> AllAsync(Server server, IReadOnlyList<EveryRequest> requests)
    {
        var outcomes = new List<Outcome>();
        foreach (var request in requests)
        {
            outcomes.Add(await request.SendAsync(server.Http));
        }

        return outcomes;
    }

    private static async Task<(int, string)> HealthAsync(Server server, string what)
    {
        var answer = await server.GetAsync($"/health/{what}", null);
        return (answer.Status, answer.Body);
    }
}
