using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// The full profile of a person, which only the person and permitted apps can see. Source: <c>GET /user/profile</c>, wire
/// document, section 4.7, levels 1 to 4.
/// </summary>
public sealed record FullProfile : BasicProfile
{
    /// <summary>Language and country, such as <c>en-ZA</c>.</summary>
    public string CurrentCultureName { get; init => field = value ?? ""; } = "";

    /// <summary>The day of birth; <see langword="null"/> when it is not known.</summary>
    [JsonConverter(typeof(WireDayConverter))]
    public DateOnly? DateOfBirth { get; init; }

    /// <summary>The e-mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>The mobile number, such as <c>0821234567</c>.</summary>
    public string MobileNumber { get; init => field = value ?? ""; } = "";

    /// <summary>The relationship status.</summary>
    [JsonConverter(typeof(OpenEnumConverter<RelationshipStatus>))]
    public RelationshipStatus? RelationshipStatus { get; init; }

    /// <summary>The location that the person entered.</summary>
    public string WhereAmI { get; init => field = value ?? ""; } = "";
}
