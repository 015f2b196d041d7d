namespace Mxit.Cli.Tour;

/// <summary>The assertions of the tour.</summary>
internal static class Expect
{
    public static void That(bool condition, string what)
    {
        if (!condition)
        {
            throw new TourException($"This should be so, and is not: {what}");
        }
    }

    public static async Task<T> ThrowsAsync<T>(Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new TourException($"The call should end in {typeof(T).Name}, and did not.");
    }
}
