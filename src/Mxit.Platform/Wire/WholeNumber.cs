using System.Globalization;

namespace Mxit.Platform.Wire;

/// <summary>Whole numbers in queries.</summary>
internal static class WholeNumber
{
    /// <summary>Reads a number from 0 on. One that no integer can hold is as good as the largest.</summary>
    /// <param name="text">The text; <see langword="null"/> or empty when the caller said nothing.</param>
    /// <param name="absent">What it is then.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryRead(string? text, int absent, out int number)
    {
        number = absent;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            number = int.MaxValue;
        }

        return true;
    }
}
