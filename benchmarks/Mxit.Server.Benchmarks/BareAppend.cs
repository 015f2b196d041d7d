using System.Threading.Channels;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// The least that an endpoint can do that answers after a commit: one row, into one table, and nothing else. What the real send
/// does beyond it (who may send to whom, keys, delivery) is the difference.
/// </summary>
internal abstract class BareAppend : IAsyncDisposable
{
    private const int MaxBatch = 1_000;

    private readonly Channel<BareRow> _waiting = Channel.CreateUnbounded<BareRow>();
    private readonly List<Task> _writers = [];

    /// <summary>Appends by a commit that all who wait share.</summary>
    public Task ShareCommitAsync(string sender, string recipients, string body)
    {
        var row = new BareRow(sender, recipients, body);
        _waiting.Writer.TryWrite(row);
        return row.Written.Task;
    }

    /// <summary>Appends in a transaction of its own.</summary>
    public abstract Task CommitAloneAsync(string sender, string recipients, string body);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await Task.WhenAll(_writers);
    }

    /// <summary>Begins to write, on as many roads as the database commits at a time.</summary>
    protected void Start(params ReadOnlySpan<Func<IReadOnlyList<BareRow>, Task>> writers)
    {
        foreach (var writer in writers)
        {
            _writers.Add(Task.Run(() => RunAsync(writer)));
        }
    }

    private async Task RunAsync(Func<IReadOnlyList<BareRow>, Task> write)
    {
        var batch = new List<BareRow>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var row))
            {
                batch.Add(row);
            }

            if (batch.Count == 0)
            {
                continue;
            }

            try
            {
                await write(batch);
                batch.ForEach(row => row.Written.SetResult());
            }
            catch (Exception failure)
            {
                batch.ForEach(row => row.Written.SetException(failure));
            }
        }
    }
}

/// <summary>One row that waits for its commit.</summary>
internal sealed record BareRow(string Sender, string Recipients, string Body)
{
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
