using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Mxit.TestKit;

/// <summary>
/// A private PostgreSQL cluster, with durability on. <see cref="SharedAsync"/> gives the one of this test process, started
/// by the first test that needs it; it is removed when the process ends, in whatever way (see postgres-cluster.sh).
/// Without the PostgreSQL server programs, tests that ask for it are skipped.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(() => StartNewAsync(null, CancellationToken.None));
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    private readonly Process _keeper;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _templates = new();

    private PostgresCluster(Process keeper, string folder)
    {
        _keeper = keeper;
        Folder = folder;
    }

    /// <summary>Why no cluster can run on this machine; null when one can.</summary>
    public static string? MissingReason { get; } = PostgresPrograms.Find().MissingReason;

    /// <summary>The folder of the cluster: its socket, its <c>data</c> and its <c>log</c>.</summary>
    public string Folder { get; }

    /// <summary>The cluster of this test process. Skips the calling test when PostgreSQL is missing.</summary>
    public static Task<PostgresCluster> SharedAsync(CancellationToken cancellationToken = default)
    {
        SkipWhenMissing();
        return Shared.Value.WaitAsync(cancellationToken);
    }

    /// <summary>A cluster of its own, for a test that would disturb others. Skips it when PostgreSQL is missing.</summary>
    public static Task<PostgresCluster> StartAsync(CancellationToken cancellationToken = default) =>
        StartAsync(null, cancellationToken);

    /// <summary>
    /// The same in a folder below another one, which the server's user may write; the temporary folder when null.
    /// </summary>
    public static Task<PostgresCluster> StartAsync(string? parentFolder, CancellationToken cancellationToken = default)
    {
        SkipWhenMissing();
        return StartNewAsync(parentFolder, cancellationToken);
    }

    /// <summary>
    /// Creates a database that is dropped on dispose: empty, or a copy of a template (see <see cref="TemplateAsync"/>).
    /// </summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(
        string? template = null, CancellationToken cancellationToken = default)
    {
        var name = $"t_{Guid.NewGuid():n}";
        var source = template is null ? "" : $" TEMPLATE {Quoted(template)}";
        await ExecuteAsync($"CREATE DATABASE {Quoted(name)}{source}", cancellationToken);
        return new PostgresDatabase(this, name, ConnectionString(name));
    }

    /// <summary>
    /// The name of a template database that <paramref name="fill"/> filled, once for each <paramref name="key"/>: a copy
    /// takes a fraction of the time that migrations take.
    /// </summary>
    public Task<string> TemplateAsync(string key, Func<string, Task> fill, CancellationToken cancellationToken = default)
    {
        var template = _templates.GetOrAdd(key, _ => new Lazy<Task<string>>(() => FillAsync(fill)));
        return template.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Starts the server again if it has ended, as its operator would; waits until it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public Task StartAgainAsync(CancellationToken cancellationToken = default) =>
        RunAsync(PostgresPrograms.Find().StartAgain(Folder), "did not start again", cancellationToken);

    /// <summary>Stops the server; <see cref="StartAgainAsync"/> starts it.</summary>
    /// <param name="asCrash">Without a word to those who are connected.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">It does not stop.</exception>
    public Task StopServerAsync(bool asCrash = false, CancellationToken cancellationToken = default) =>
        RunAsync(PostgresPrograms.Find().Stop(Folder, asCrash ? "immediate" : "fast"), "did not stop", cancellationToken);

    /// <summary>Stops all processes of the server where they are, so that it answers nothing, or lets them go on.</summary>
    /// <exception cref="InvalidOperationException">That is not possible.</exception>
    public Task PauseServerAsync(bool goOn = false, CancellationToken cancellationToken = default) =>
        RunAsync(PostgresPrograms.Find().Signal(Folder, goOn ? "CONT" : "STOP"), "takes no signal", cancellationToken);

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    internal async Task DropAsync(PostgresDatabase database)
    {
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {Quoted(database.Name)} WITH (FORCE)", CancellationToken.None);
    }

    private static async Task RunAsync(ProcessStartInfo program, string fault, CancellationToken cancellationToken)
    {
        using var process = Process.Start(program)!;
        var text = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"PostgreSQL {fault}: {text}");
        }
    }

    private static void SkipWhenMissing()
    {
        if (MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    private static async Task<PostgresCluster> StartNewAsync(string? parentFolder, CancellationToken cancellationToken)
    {
        var keeper = Process.Start(PostgresPrograms.Find().KeeperStart(parentFolder))!;
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(StartDeadline);
            var line = await keeper.StandardOutput.ReadLineAsync(deadline.Token);
            if (line?.Split(' ', 2) is ["ready", var folder])
            {
                return new PostgresCluster(keeper, folder);
            }

            throw new InvalidOperationException(await keeper.StandardError.ReadToEndAsync(deadline.Token));
        }
        catch
        {
            // Closing the pipe is the order to clean up.
            keeper.StandardInput.Close();
            keeper.Dispose();
            throw;
        }
    }

    private async Task<string> FillAsync(Func<string, Task> fill)
    {
        var name = $"template_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {Quoted(name)}", CancellationToken.None);
        await fill(ConnectionString(name));

        // PostgreSQL copies a database only while nobody is connected to it, and the filler may have left a pool.
        await ExecuteAsync($"ALTER DATABASE {Quoted(name)} ALLOW_CONNECTIONS false", CancellationToken.None);
        await ExecuteAsync(
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'", CancellationToken.None);
        return name;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Names of databases cannot be parameters; all of them are made here.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string ConnectionString(string database) => $"Host={Folder};Username=postgres;Database={database}";

    private static string Quoted(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);
}
