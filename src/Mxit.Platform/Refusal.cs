using System.Diagnostics.CodeAnalysis;

namespace Mxit.Platform;

/// <summary>
/// Why something that was asked for is not done. Whoever shows it decides how: see <see cref="Wire.ApiResults.Refuse"/>.
/// </summary>
/// <param name="Kind">What kind of reason it is.</param>
/// <param name="Text">The reason, for the caller.</param>
/// <param name="RetryAfter">After which time to ask again, where that helps; <see langword="null"/> where it does not.</param>
internal sealed record Refusal(RefusalKind Kind, string Text, TimeSpan? RetryAfter = null)
{
    public static Refusal Invalid(string text) => new(RefusalKind.Invalid, text);

    public static Refusal Forbidden(string text) => new(RefusalKind.Forbidden, text);

    public static Refusal NotFound(string text) => new(RefusalKind.NotFound, text);

    public static Refusal Full(string text) => new(RefusalKind.Full, text);

    /// <summary>It can be asked for again in a moment.</summary>
    public static Refusal Later(RefusalKind kind, string text) => new(kind, text, TimeSpan.FromSeconds(1));
}

/// <summary>The kinds of reasons why something is not done.</summary>
internal enum RefusalKind
{
    /// <summary>It cannot be done in this way.</summary>
    Invalid,

    /// <summary>The caller may not do it.</summary>
    Forbidden,

    /// <summary>It is about something that is not there.</summary>
    NotFound,

    /// <summary>It does not fit to how things are now.</summary>
    Conflict,

    /// <summary>A request with the same key is running.</summary>
    KeyInUse,

    /// <summary>The key was used for something else.</summary>
    KeyMismatch,

    /// <summary>It was there, and is over.</summary>
    Gone,

    /// <summary>What is there is not what the caller expects.</summary>
    NotAsExpected,

    /// <summary>What was sent is too long.</summary>
    TooLarge,

    /// <summary>The metadata of the file cannot be removed.</summary>
    MetadataStays,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>Too many wait already.</summary>
    Overloaded,

    /// <summary>It could not be stored, or nobody knows whether it was.</summary>
    NotStored,
}

/// <summary>What was asked for, or why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
internal readonly record struct Result<T>
{
    private Result(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>What was asked for, when there is no refusal.</summary>
    public T? Value { get; }

    /// <summary>Why not.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether it was done.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsDone => Refusal is null;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    /// <summary>Makes something else of what was asked for.</summary>
    public Result<TOther> Then<TOther>(Func<T, TOther> next) => IsDone ? next(Value) : Refusal;
}
