namespace Mxit;

/// <summary>
/// A value to set, or no change. It distinguishes "do not change" from "clear" and from zero. Values convert implicitly.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Optional<T>
    where T : notnull
{
    private readonly T _value;

    /// <summary>A value to set.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public Optional(T value)
    {
        if (value is null)
        {
            throw new ArgumentNullException(
                nameof(value), "Null says neither: leave it out to keep what is there, or give \"\" to clear it.");
        }

        (_value, HasValue) = (value, true);
    }

    /// <summary>There is a value to set.</summary>
    public bool HasValue { get; }

    /// <summary>The value to set.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Value => HasValue ? _value : throw new InvalidOperationException("Nothing is to be set here.");

    /// <summary>A value to set.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <summary>Shows whether there is a value; the value is private.</summary>
    public override string ToString() => HasValue ? "set" : "unchanged";
}
