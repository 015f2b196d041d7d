using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// The body of <c>PUT /user/profile</c>: an absent member stays as it is, an empty text clears. Source: wire document,
/// section 4.10.
/// </summary>
internal sealed record UpdateProfileBody
{
    /// <summary>What the person says about themselves.</summary>
    public string? AboutMe { get; init; }

    /// <summary>The name that others see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The number of a <see cref="Mxit.Gender"/>.</summary>
    [JsonConverter(typeof(LenientInt32Converter))]
    public int? Gender { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The mobile number.</summary>
    public string? MobileNumber { get; init; }

    /// <summary>The number of a <see cref="Mxit.RelationshipStatus"/>.</summary>
    [JsonConverter(typeof(LenientInt32Converter))]
    public int? RelationshipStatus { get; init; }

    /// <summary>The title, such as <c>Mr</c>.</summary>
    public string? Title { get; init; }

    /// <summary>Where the person says to be.</summary>
    public string? WhereAmI { get; init; }

    /// <summary>Shows nothing of what belongs to the person.</summary>
    public override string ToString() => nameof(UpdateProfileBody);
}
