namespace Mxit.Testing;

/// <summary>Waits for something that happens soon, in real time.</summary>
internal static class TestTimeouts
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until there is a value.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public static async Task<T> WaitAsync<T>(
        Func<Task<T?>> findAsync, TimeSpan? timeout, Func<Task<string>> describeAsync, CancellationToken cancellationToken)
        where T : class
    {
        var limit = timeout ?? Usual;
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await findAsync().ConfigureAwait(false) is { } found)
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(began) >= limit)
            {
                throw new TimeoutException(await describeAsync().ConfigureAwait(false));
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
