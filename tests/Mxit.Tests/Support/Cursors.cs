using System.Globalization;

namespace Mxit.Tests.Support;

/// <summary>The cursors of feeds, which servers of this project count.</summary>
internal static class Cursors
{
    public static Cursor At(long position) => new(position.ToString(CultureInfo.InvariantCulture));

    public static long Number(this Cursor cursor) =>
        long.Parse(cursor.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
