using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The id of a file in a gallery. Opaque; compared exactly. Source: wire document, section 6, M5.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<FileId>))]
public readonly record struct FileId : ITextValue<FileId>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public FileId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public static implicit operator FileId(string value) => new(value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static FileId ITextValue<FileId>.Create(string text) => new(text);
}
