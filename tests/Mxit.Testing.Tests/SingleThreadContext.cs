using System.Collections.Concurrent;

namespace Mxit.Testing.Tests;

/// <summary>Runs continuations on one thread, as the contexts of user interfaces do.</summary>
internal sealed class SingleThreadContext : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    /// <summary>Runs an action as the first work of the context.</summary>
    public void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            SetSynchronizationContext(this);
            try
            {
                action();
            }
            catch (Exception error)
            {
                failure = error;
            }
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "The thread waits for itself.");
        Assert.Null(failure);
    }

    public void Dispose() => _work.Dispose();
}
