namespace Mxit.Internal;

/// <summary>Reads a <see cref="ContactFilter"/> as it travels.</summary>
internal static class FilterText
{
    /// <summary><see langword="null"/> for none, which leaves the choice to the server.</summary>
    /// <exception cref="ArgumentException">The filter has no text.</exception>
    public static string? Of(ContactFilter? filter) => filter switch
    {
        null => null,
        { Value: { } text } when !string.IsNullOrWhiteSpace(text) => text,
        _ => throw new ArgumentException(
            "A filter needs a text, such as @Friends; leave it out for the server's own.", nameof(filter)),
    };
}
