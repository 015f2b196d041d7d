using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>
/// Whether somebody is there, and what they show of themselves. Members that a server leaves out are <see langword="null"/>.
/// Source: wire document, section 4.8.
/// </summary>
internal sealed record PersonStateReply
{
    /// <summary>Whether the person can be reached.</summary>
    [JsonPropertyOrder(1)]
    [JsonConverter(typeof(OpenEnumConverter<Availability>))]
    public Availability? Availability { get; init; }

    /// <summary>At least one program of the person is connected now.</summary>
    [JsonPropertyOrder(2)]
    [JsonConverter(typeof(FlagConverter))]
    public bool IsOnline { get; init; }

    /// <summary>When mood, availability or status message last changed.</summary>
    [JsonPropertyOrder(3)]
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>When the person was last connected.</summary>
    [JsonPropertyOrder(4)]
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? LastOnline { get; init; }

    /// <summary>The mood that the person shows.</summary>
    [JsonPropertyOrder(5)]
    [JsonConverter(typeof(OpenEnumConverter<Mood>))]
    public Mood? Mood { get; init; }

    /// <summary>The status message, at most 250 characters; empty when there is none.</summary>
    [JsonPropertyOrder(6)]
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>Shows nothing of what belongs to the person.</summary>
    public override string ToString() => nameof(PersonStateReply);
}
