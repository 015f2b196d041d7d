using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mxit.TestKit;

/// <summary>
/// Waits for what another thread or process brings about: looks at once, then often, and gives up at a deadline. In real
/// time, also where the code under test runs on a clock of its own.
/// </summary>
public static class WaitFor
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    /// <exception cref="TimeoutException">The condition, quoted in the message, did not come true in time.</exception>
    public static Task ConditionAsync(
        Func<bool> condition,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        ValueAsync(() => Task.FromResult(condition()), met => met, deadline, cancellationToken, what);

    /// <exception cref="TimeoutException">The condition, quoted in the message, did not come true in time.</exception>
    public static Task ConditionAsync(
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        ValueAsync(condition, met => met, deadline, cancellationToken, what);

    /// <summary>Reads until the value is the expected one, and returns it.</summary>
    /// <exception cref="TimeoutException">It was not in time; the message holds the last value.</exception>
    public static async Task<T> ValueAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> expected,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(expected))] string what = "")
    {
        var limit = deadline ?? DefaultDeadline;
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var value = await read();
            if (expected(value))
            {
                return value;
            }

            if (waited.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}. The last value was: {value}");
            }

            _ = await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
