using System.Collections.Concurrent;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Runs work on one thread of its own, in the order given. SQLite works in the caller's thread, and a commit waits for the disk:
/// a pool thread that stands still is one that answers no request.
/// </summary>
internal sealed class SingleThread : TaskScheduler, IDisposable
{
    // Whoever waits for the end of some work goes on elsewhere.
    private const TaskCreationOptions Options =
        TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously;

    private readonly BlockingCollection<Task> _work = [];
    private readonly Thread _thread;

    public SingleThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs something.</summary>
    public Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, Options, this);

    /// <summary>Runs something that waits now and then, and goes on here each time.</summary>
    public Task RunAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, Options, this).Unwrap();

    /// <summary>Ends the thread when it has done all that it was given.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _work.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _work.ToArray();

    private void Run()
    {
        foreach (var task in _work.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
