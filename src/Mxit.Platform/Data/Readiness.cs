namespace Mxit.Platform.Data;

/// <summary>Whether the server can do its work: the schema is there and everything is seeded.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _isStopping;

    /// <summary>The schema is there and everything is seeded. Stays so while the server stops.</summary>
    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>The server stops soon: it still works, but nobody should come anew.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>What the database guarantees, as found at start; empty until then.</summary>
    public string Durability { get; private set; } = "";

    /// <summary>Ends when the server is ready.</summary>
    /// <exception cref="InvalidOperationException">The server cannot start; the text says why.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Says that the server stops soon.</summary>
    public void Stop() => _isStopping = true;

    internal void Succeed(string durability)
    {
        Durability = durability;
        _ready.TrySetResult();
    }

    internal void Fail(Exception reason) => _ready.TrySetException(reason);
}
