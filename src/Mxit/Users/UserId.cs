using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The user id of a person, such as <c>m11111111111</c>, not the login. For an app it is the service name. Compared exactly.
/// Source: wire document, section 4.2.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<UserId>))]
public readonly record struct UserId : ITextValue<UserId>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public UserId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public static implicit operator UserId(string value) => new(value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static UserId ITextValue<UserId>.Create(string text) => new(text);
}
