using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// The presence of a person, with mood and status message. Missing members are <see langword="null"/>. Source: wire document,
/// section 4.8.
/// </summary>
public sealed record PersonState
{
    /// <summary>The availability.</summary>
    [JsonConverter(typeof(OpenEnumConverter<Availability>))]
    public Availability? Availability { get; init; }

    /// <summary>The person is connected now, with at least one program.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool IsOnline { get; init; }

    /// <summary>When mood, availability or status message last changed.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>When the person was last connected.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? LastOnline { get; init; }

    /// <summary>The mood.</summary>
    [JsonConverter(typeof(OpenEnumConverter<Mood>))]
    public Mood? Mood { get; init; }

    /// <summary>The status message, at most 250 characters; empty when there is none.</summary>
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>Shows nothing; the content is private.</summary>
    public override string ToString() => nameof(PersonState);
}
