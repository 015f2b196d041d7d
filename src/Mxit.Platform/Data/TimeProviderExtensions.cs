namespace Mxit.Platform.Data;

/// <summary>The current time in the form in which it is stored.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Now, as UTC, in whole microseconds; see <see cref="UtcDateTimeConverter"/>.</summary>
    public static DateTime GetStoredUtcNow(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);
    }
}
