using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.Messages;

/// <summary>
/// What happens while messages cannot be moved to inboxes: after the first failure it is tried again at once, since opening the
/// way anew mends much; then it waits longer each time, the server is not ready, and the log has each reason once.
/// </summary>
internal sealed partial class DispatchBackoff(Readiness readiness, TimeProvider clock, ILogger logger)
{
    private const string Part = "dispatch";

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;
    private long _failedAt;
    private string? _told;

    /// <summary>The last attempt failed.</summary>
    public bool IsFailing => _failures > 0;

    /// <summary>How long to wait for the next attempt.</summary>
    public TimeSpan Pause
    {
        get
        {
            var left = Delay - clock.GetElapsedTime(_failedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private TimeSpan Delay => _failures switch
    {
        < 2 => TimeSpan.Zero,
        < 7 => First * (1 << (_failures - 2)),
        _ => Longest,
    };

    /// <summary>
    /// An attempt failed, for a reason that need not be told yet: it may have been something else of the same transaction.
    /// </summary>
    public void Suspect()
    {
        _failures++;
        _failedAt = clock.GetTimestamp();
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="isTold">The log and the health of the server have the reason already.</param>
    public void Fail(Exception failure, bool isTold)
    {
        Suspect();
        if (isTold)
        {
            return;
        }

        if (_failures > 1)
        {
            readiness.ReportFault(Part, "Messages are accepted, but they cannot be moved to inboxes; the log says why.");
        }

        var reason = $"{failure.GetType()}: {failure.Message}";
        if (_told != reason)
        {
            _told = reason;
            LogFailed(failure);
        }
    }

    /// <summary>An attempt succeeded.</summary>
    public void Succeed()
    {
        if (_failures == 0)
        {
            return;
        }

        _failures = 0;
        readiness.Recover(Part);
        if (_told is not null)
        {
            _told = null;
            LogRecovered();
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Messages could not be moved to inboxes. This is tried again, less often each time; the same reason is not told again.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Information, "Messages are moved to inboxes again.")]
    private partial void LogRecovered();
}
