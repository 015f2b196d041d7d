using System.Globalization;

namespace Mxit.Web;

/// <summary>
/// Times for people and for programs. All are UTC, because the server does not know the time zone of the person.
/// </summary>
internal static class Times
{
    public static string Machine(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string MachineDay(DateTime utc) => utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Full(DateTime utc) => utc.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Clock(DateTime utc) => utc.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTime utc) => utc.ToString("ddd d MMMM yyyy, 'UTC'", CultureInfo.InvariantCulture);

    public static string DayOfMonth(DateTime utc) => utc.ToString("d MMMM", CultureInfo.InvariantCulture);

    public static string Month(DateTime utc) => utc.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A short form: the time today, the day in this year, otherwise month and year.</summary>
    public static string Short(DateTime utc, DateTime nowUtc) =>
        utc.Date == nowUtc.Date ? Clock(utc)
        : utc.ToString(utc.Year == nowUtc.Year ? "d MMM" : "MMM yyyy", CultureInfo.InvariantCulture);
}
