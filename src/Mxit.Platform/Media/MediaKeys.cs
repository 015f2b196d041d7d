using System.Buffers;

namespace Mxit.Platform.Media;

/// <summary>The keys of stored contents.</summary>
internal static class MediaKeys
{
    private const int Length = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// The name that a transaction holds (<see cref="Data.IDatabase.HoldAsync"/>) while it publishes a content, begins or ceases
    /// to refer to it in more than one statement, or deletes it. Held last, after the rows of the transaction are written: who
    /// holds it waits for nobody else.
    /// </summary>
    public static string NameOf(string key) => $"media {key}";

    /// <summary>Whether the text is a key.</summary>
    internal static bool IsKey(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Digits);
}
