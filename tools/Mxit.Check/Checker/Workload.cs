using System.Collections.Concurrent;

namespace Mxit.Check.Checker;

/// <summary>What senders, readers and faults of one run share.</summary>
internal sealed class Workload(HistoryFile history, ServerTime time)
{
    private const int OneOfThese = 50;

    private readonly Lock _lock = new();
    private TaskCompletionSource _acknowledged = NewSignal();
    private int _lastSend;
    private int _turnedAway;

    public HistoryFile History => history;

    public ServerTime Time => time;

    /// <summary>The round that goes on.</summary>
    public int Round { get; set; }

    /// <summary>Where senders connect to; a connection to elsewhere is given up.</summary>
    public required Uri Route { get; set; }

    public int NextSend() => Interlocked.Increment(ref _lastSend);

    /// <summary>The last messages of the run, one of each account.</summary>
    public ConcurrentBag<int> Closing { get; } = [];

    /// <summary>Messages whose fate their senders ask for in the end: all that may not arrive, and some of the others.</summary>
    public ConcurrentBag<(SendBegun Send, Guid MessageId)> ToAskFor { get; } = [];

    /// <summary>How many sends were turned away with 503.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>A sender got a 503.</summary>
    public void WasTurnedAway() => Interlocked.Increment(ref _turnedAway);

    /// <summary>A sender got a 200.</summary>
    public void Acknowledged(SendBegun send, Guid? messageId)
    {
        if (messageId is { } id && (!send.Spool || send.SpoolSeconds is not null || send.Send % OneOfThese == 0))
        {
            ToAskFor.Add((send, id));
        }

        lock (_lock)
        {
            _acknowledged.TrySetResult();
        }
    }

    /// <summary>Waits for the next 200.</summary>
    /// <returns>Whether it came in time.</returns>
    public async Task<bool> NextAcknowledgementAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task next;
        lock (_lock)
        {
            _acknowledged = NewSignal();
            next = _acknowledged.Task;
        }

        try
        {
            await next.WaitAsync(atMost, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The server broke a rule, whatever the messages.</summary>
    public void Misbehaved(string rule, string what) => history.Add(new Misbehaved(rule, Round, what));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
