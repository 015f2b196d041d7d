using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mxit.Platform.Data;

/// <summary>
/// The one way in which times are stored: UTC, in whole microseconds, because that is the finest step that both databases
/// keep. Without the cut a time read back would differ from the one written, on one database only.
/// </summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    time => ToStored(time),
    time => DateTime.SpecifyKind(time, DateTimeKind.Utc))
{
    /// <summary>What <paramref name="time"/> becomes when it is stored.</summary>
    /// <exception cref="ArgumentException">The time is not UTC.</exception>
    public static DateTime ToStored(DateTime time)
    {
        if (time.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("Times are stored as UTC; this one is not.", nameof(time));
        }

        return new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
