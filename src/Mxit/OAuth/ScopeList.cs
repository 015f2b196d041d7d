using System.Collections;

namespace Mxit.Internal;

/// <summary>A list of scopes with value equality, for records.</summary>
internal sealed class ScopeList(IReadOnlyList<string> scopes) : IReadOnlyList<string>
{
    private readonly string[] _scopes = [.. scopes];

    public int Count => _scopes.Length;

    public string this[int index] => _scopes[index];

    public static IReadOnlyList<string> Of(IReadOnlyList<string>? scopes) => scopes as ScopeList ?? new ScopeList(scopes ?? []);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_scopes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _scopes.GetEnumerator();

    public override bool Equals(object? obj) => obj is ScopeList other && _scopes.AsSpan().SequenceEqual(other._scopes);

    public override int GetHashCode() => _scopes.Aggregate(_scopes.Length, static (hash, scope) => HashCode.Combine(hash, scope));
}
