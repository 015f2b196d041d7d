using System.Collections.Concurrent;

namespace Mxit.Platform.Data;

/// <summary>
/// Whether the server can do its work: the schema is there, everything is seeded, and no part of it reports a fault.
/// </summary>
internal sealed class Readiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);

    private volatile bool _isStopping;

    /// <summary>
    /// The schema is there and everything is seeded. Stays so while the server stops, and while a part of it has a fault.
    /// </summary>
    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>The server stops soon: it still works, but nobody should come anew.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>What the database guarantees, as found at start; empty until then.</summary>
    public string Durability { get; private set; } = "";

    /// <summary>
    /// What parts of the server cannot do now, in the order of their names. Whoever may ask for health reads it.
    /// </summary>
    public IReadOnlyList<string> Faults =>
        [.. _faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => fault.Value)];

    /// <summary>Ends when the server is ready.</summary>
    /// <exception cref="InvalidOperationException">The server cannot start; the text says why.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Says that the server stops soon.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>
    /// Says that a part of the server cannot do its work, until <see cref="Recover"/>. The newest reason of a part counts.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="reason">One sentence for the operator, without anything that a stranger should not read.</param>
    public void ReportFault(string part, string reason) => _faults[part] = reason;

    /// <summary>Says that a part of the server can do its work again.</summary>
    public void Recover(string part) => _faults.TryRemove(part, out _);

    internal void Succeed(string durability)
    {
        Durability = durability;
        _ready.TrySetResult();
    }

    internal void Fail(Exception reason) => _ready.TrySetException(reason);
}
