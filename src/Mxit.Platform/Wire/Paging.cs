using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>Cursors and lengths of pages, as this project's own endpoints take them.</summary>
internal static class Paging
{
    /// <summary>Reads a cursor; <see langword="null"/> when the caller gave none.</summary>
    /// <returns>Whether the text is a cursor.</returns>
    public static bool TryReadCursor(string? text, out long? cursor)
    {
        cursor = null;
        if (text is null)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        cursor = number;
        return true;
    }

    /// <summary>Reads how many entries a page may have.</summary>
    /// <returns>Whether the text is a number from 1 to <paramref name="atMost"/>.</returns>
    public static bool TryReadLimit(string? text, int absent, int atMost, out int count)
    {
        count = absent;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= atMost);
    }

    /// <summary>The response to a text that is no cursor.</summary>
    public static IResult BadCursor(string name) => ApiResults.Error(
        StatusCodes.Status400BadRequest, $"{name} must be a cursor: a whole number that an earlier answer gave.");

    /// <summary>The response to a length that no page can have.</summary>
    public static IResult BadLimit(int atMost) =>
        ApiResults.Error(StatusCodes.Status400BadRequest, $"limit must be a whole number from 1 to {atMost}.");
}
