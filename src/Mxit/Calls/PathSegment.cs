namespace Mxit.Internal;

/// <summary>Writes what a caller gives as one segment of a path, whatever it contains.</summary>
internal static class PathSegment
{
    /// <exception cref="ArgumentException">The text is blank, or is a step that addresses take out, escaped or not.</exception>
    public static string Escape(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return text is "." or ".."
            ? throw new ArgumentException("One or two dots alone cannot stand in an address.", nameof(text))
            : Uri.EscapeDataString(text);
    }
}
