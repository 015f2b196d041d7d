using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// The faults of a test server. When several match a request, the one that was added first happens. Thread-safe.
/// </summary>
public sealed class TestFaults
{
    private readonly Func<Faults> _faults;

    internal TestFaults(Func<Faults> faults) => _faults = faults;

    /// <summary>Adds a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>Removes the fault when it is disposed.</returns>
    public IDisposable Add(TestFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _faults().Add(fault.ToFault());
    }

    /// <summary>Removes all faults.</summary>
    public void Clear() => _faults().Clear();
}
