using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>
/// All that is known of a person, for the person and those whom they allow. Source: <c>GET /user/profile</c>, wire document,
/// section 4.7, levels 1 to 4.
/// </summary>
internal sealed record FullProfileReply : BasicProfileReply
{
    /// <summary>Language and country, such as <c>en-ZA</c>.</summary>
    [JsonPropertyOrder(40)]
    public string CurrentCultureName { get; init => field = value ?? ""; } = "";

    /// <summary>The day of birth; <see langword="null"/> when it is not known.</summary>
    [JsonPropertyOrder(41)]
    [JsonConverter(typeof(WireDayConverter))]
    public DateOnly? DateOfBirth { get; init; }

    /// <summary>The e-mail address.</summary>
    [JsonPropertyOrder(42)]
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>The mobile number, such as <c>0821234567</c>.</summary>
    [JsonPropertyOrder(43)]
    public string MobileNumber { get; init => field = value ?? ""; } = "";

    /// <summary>The relationship status.</summary>
    [JsonPropertyOrder(44)]
    [JsonConverter(typeof(OpenEnumConverter<RelationshipStatus>))]
    public RelationshipStatus? RelationshipStatus { get; init; }

    /// <summary>Where the person says to be.</summary>
    [JsonPropertyOrder(45)]
    public string WhereAmI { get; init => field = value ?? ""; } = "";
}
