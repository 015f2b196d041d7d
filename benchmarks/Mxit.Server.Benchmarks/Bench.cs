using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Check;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>A <see cref="BenchmarkHost"/> in a process of its own, with a crowd of people and a token to send with.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string Password = "of-the-crowd";

    private readonly string _folder;
    private readonly PostgresDatabase? _database;
    private readonly ServerProcess _server;
    private readonly HttpClient _http;

    private Bench(string folder, PostgresDatabase? database, ServerProcess server, string token)
    {
        (_folder, _database, _server, Token) = (folder, database, server, token);
        _http = new HttpClient { BaseAddress = server.Address };
        Scripts = new Scripts(folder);
    }

    public Uri Address => _server.Address;

    public string Token { get; }

    public Scripts Scripts { get; }

    public long Memory => _server.Memory;

    public string Name => _database is null ? "SQLite" : "PostgreSQL";

    /// <summary>Starts one on an empty database, or with old messages in it.</summary>
    public static async Task<Bench> StartAsync(PostgresCluster? cluster, int storedMessages, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-bench-").FullName;
        var database = cluster is null ? null : await cluster.CreateDatabaseAsync(cancellationToken: cancellationToken);
        await Crowd.AddManyAsync(folder, database?.ConnectionString, Scripts.People, cancellationToken);
        await SetPasswordsAsync(folder, database?.ConnectionString, cancellationToken);
        if (storedMessages > 0)
        {
            await StoredMessages.AddAsync(folder, database?.ConnectionString, storedMessages, cancellationToken);
        }

        var server = await ServerProcess.StartAsync(
            address =>
            [
                Path.Combine(AppContext.BaseDirectory, "Mxit.Server.Benchmarks.dll"), BenchmarkHost.Command,
                $"--Mxit:Server:Listen={address}",
                $"--Mxit:Server:DataFolder={folder}", "--Mxit:Server:Development=true", "--Mxit:Messages:MaxWaiting=100000000",
                "--Mxit:Messages:MaxWaitingFromOne=100000000", .. Crowd.DatabaseSettings(database?.ConnectionString),
            ],
            new Dictionary<string, string>(),
            cancellationToken);
        using var client = DemoApp.CreateClient(server.Address);
        var token = (await client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, cancellationToken)).Value;
        return new Bench(folder, database, server, token);
    }

    /// <summary>A token of the app for something else than sending.</summary>
    public async Task<string> GetTokenAsync(string scope, CancellationToken cancellationToken)
    {
        using var client = DemoApp.CreateClient(Address);
        return (await client.OAuth.GetAppTokenAsync([scope], null, cancellationToken)).Value;
    }

    /// <summary>Loads one of the endpoints that take a message.</summary>
    public Task<WrkResult> LoadAsync(
        string path, string script, int connections, int seconds, CancellationToken cancellationToken) =>
            Wrk.RunAsync(new Uri(Address, path), Token, script, connections, seconds, cancellationToken);

    /// <summary>How many messages are accepted and not yet in inboxes.</summary>
    public async Task<long> CountWaitingAsync(CancellationToken cancellationToken) =>
        long.Parse(
            await _http.GetStringAsync(new Uri(BenchmarkHost.Waiting, UriKind.Relative), cancellationToken),
            CultureInfo.InvariantCulture);

    /// <summary>
    /// What the server has cost so far: bytes allocated, and microseconds of its processors (without those of PostgreSQL).
    /// </summary>
    public async Task<(long Bytes, long Microseconds)> ReadCostsAsync(CancellationToken cancellationToken)
    {
        var costs = (await _http.GetStringAsync(new Uri(BenchmarkHost.Costs, UriKind.Relative), cancellationToken)).Split(' ');
        return (long.Parse(costs[0], CultureInfo.InvariantCulture), long.Parse(costs[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until everything that was accepted is in inboxes.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> DrainAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await CountWaitingAsync(cancellationToken) > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return watch.Elapsed;
    }

    /// <summary>Signs some of the crowd in.</summary>
    public async Task<IReadOnlyList<string>> SignInAsync(int people, CancellationToken cancellationToken)
    {
        using var client = DemoApp.CreateClient(Address);
        var tokens = new string[people];
        await Parallel.ForAsync(0, people, cancellationToken, async (person, stop) =>
            tokens[person] =
                (await client.OAuth.SignInWithPasswordAsync(Crowd.Login(person), Password, [MxitScopes.Messenger], null, stop))
                    .AccessToken);
        return tokens;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task SetPasswordsAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        var hash = Crowd.QuickHash(Password);
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        await context.Set<Account>().ExecuteUpdateAsync(
            account => account.SetProperty(row => row.PasswordHash, hash), cancellationToken);
    }
}
