namespace Mxit.Internal;

/// <summary>Escapes any text as one segment of a path.</summary>
internal static class PathSegment
{
    /// <exception cref="ArgumentException">The text is blank, or it is <c>.</c> or <c>..</c>, escaped or not.</exception>
    public static string Escape(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return text is "." or ".."
            ? throw new ArgumentException("One or two dots alone cannot stand in an address.", nameof(text))
            : Uri.EscapeDataString(text);
    }
}
