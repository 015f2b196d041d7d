namespace Mxit;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
public sealed class Page<T>
{
    /// <summary>The entries of the page, in the order of the list; can be empty.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>
    /// The cursor for the next page. In a feed it also works later, for entries that do not exist yet. On the last page of a list
    /// it is <see cref="Cursor.Start"/>.
    /// </summary>
    public Cursor Next { get; init; }

    /// <summary>There is a next page now.</summary>
    public bool HasMore { get; init; }
}
