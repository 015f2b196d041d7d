namespace Mxit.Internal;

/// <summary>Converts a <see cref="ContactFilter"/> to its text in a request.</summary>
internal static class FilterText
{
    /// <summary>The text; <see langword="null"/> without a filter: the server chooses.</summary>
    /// <exception cref="ArgumentException">The filter has no text.</exception>
    public static string? Of(ContactFilter? filter) => filter switch
    {
        null => null,
        { Value: { } text } when !string.IsNullOrWhiteSpace(text) => text,
        _ => throw new ArgumentException(
            "A filter needs a text, such as @Friends; leave it out for the server's own.", nameof(filter)),
    };
}
