using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Mxit.Server.Benchmarks;

/// <summary>On a SQLite file of its own: WAL, <c>synchronous=FULL</c>, one connection on one thread.</summary>
internal sealed class SqliteBareAppend : BareAppend
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly Thread _thread;

    public SqliteBareAppend(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")}");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE IF NOT EXISTS Bare (Position INTEGER PRIMARY KEY, Sender TEXT, Recipients TEXT, Body TEXT)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO Bare (Sender, Recipients, Body) VALUES (@sender, @recipients, @body)";
        foreach (var name in (string[])["@sender", "@recipients", "@body"])
        {
            _insert.Parameters.Add(new SqliteParameter(name, null));
        }

        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        })
        { IsBackground = true };
        _thread.Start();
        Start(rows => OnThreadAsync(() => Write(rows)));
    }

    public override Task CommitAloneAsync(string sender, string recipients, string body) =>
        OnThreadAsync(() => Write([new BareRow(sender, recipients, body)]));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _work.CompleteAdding();
        _thread.Join();
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
        _work.Dispose();
    }

    private void Write(IReadOnlyList<BareRow> rows)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        _insert.Transaction = transaction;
        foreach (var row in rows)
        {
            _insert.Parameters[0].Value = row.Sender;
            _insert.Parameters[1].Value = row.Recipients;
            _insert.Parameters[2].Value = row.Body;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private Task OnThreadAsync(Action write)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                write();
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
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
