namespace Mxit.Platform.Wire;

/// <summary>
/// Flags in queries. Source: wire document, section 1.3: <c>true</c> and <c>false</c> in any case, <c>1</c> and <c>0</c> too.
/// </summary>
internal static class QueryFlag
{
    /// <summary>Reads a flag; one that is absent or empty is not set.</summary>
    /// <param name="text">The text.</param>
    /// <param name="flag">The flag.</param>
    /// <returns>Whether the text is a flag.</returns>
    public static bool TryRead(string? text, out bool flag)
    {
        flag = text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return flag || string.IsNullOrEmpty(text) || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }
}
