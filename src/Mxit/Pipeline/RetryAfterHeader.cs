using System.Globalization;

namespace Mxit.Internal;

/// <summary>Reads <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfterHeader
{
    // Longer is the same to everybody, and dates stay dates when it is added to them.
    private const int MostSeconds = int.MaxValue;

    /// <summary>
    /// How long to wait, never negative; <see langword="null"/> when the server did not say, or not in a way that can be read.
    /// </summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider timeProvider)
    {
        // By the clock that wrote the date: it can be far from ours.
        if (response.Headers.RetryAfter?.Date is { } date)
        {
            var wait = date - (response.Headers.Date ?? timeProvider.GetUtcNow());
            return wait > TimeSpan.Zero ? AtMost(wait.TotalSeconds) : TimeSpan.Zero;
        }

        return response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? values.Select(SecondsOrNull).FirstOrDefault(static seconds => seconds is not null)
            : null;
    }

    // Some servers send fractions, and numbers of any length; what only looks like a number, such as NaN, is none.
    private static TimeSpan? SecondsOrNull(string text) =>
        text.Trim() is [>= '0' and <= '9', ..] number
        && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? AtMost(seconds)
            : null;

    private static TimeSpan AtMost(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds));
}
