namespace Mxit;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class Page<T>
{
    /// <summary>What is on the page, in the order of the list; can be empty.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>
    /// Pass this to the next call to read on. Of a feed it is also good later, for what comes then; of a list it is
    /// <see cref="Cursor.Start"/> on the last page.
    /// </summary>
    public Cursor Next { get; init; }

    /// <summary>More is there already.</summary>
    public bool HasMore { get; init; }
}
