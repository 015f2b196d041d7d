using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>The kind of a contact. An open value: a value that this version does not know is kept unchanged.</summary>
[JsonConverter(typeof(MxitTextConverter<PeerKind>))]
public readonly record struct PeerKind : ITextValue<PeerKind>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public PeerKind(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>A person.</summary>
    public static PeerKind Person { get; } = new("person");

    /// <summary>An app.</summary>
    public static PeerKind App { get; } = new("app");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static PeerKind ITextValue<PeerKind>.Create(string text) => new(text);
}
