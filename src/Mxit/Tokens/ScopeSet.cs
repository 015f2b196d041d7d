namespace Mxit.Internal;

/// <summary>A set of scopes, which compares and hashes like a string.</summary>
internal readonly record struct ScopeSet
{
    private ScopeSet(string text) => Text = text;

    /// <summary>The scopes in ordinal order, separated by spaces, as they are sent.</summary>
    public string Text { get; }

    public IReadOnlyList<string> Scopes => Text.Split(' ');

    /// <summary>Reads scopes separated by spaces. A single scope, the usual case, needs no sorting.</summary>
    public static ScopeSet Parse(string scopes) =>
        scopes.Contains(' ', StringComparison.Ordinal) || !IsScope(scopes)
            ? From(scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : new ScopeSet(scopes);

    public static ScopeSet From(IEnumerable<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        if (scopes is IReadOnlyList<string> { Count: 1 } one && IsScope(one[0]))
        {
            return new ScopeSet(one[0]);
        }

        var sorted = scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (sorted.Count == 0 || !sorted.TrueForAll(IsScope))
        {
            throw new ArgumentException(
                "At least one scope is needed, and each must be visible ASCII without spaces, quotes and backslashes.",
                nameof(scopes));
        }

        return new ScopeSet(string.Join(' ', sorted));
    }

    // scope-token of RFC 6749, section 3.3
    private static bool IsScope(string? scope) =>
        scope is { Length: > 0 }
        && scope.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
        && scope.AsSpan().IndexOfAny('"', '\\') < 0;
}
