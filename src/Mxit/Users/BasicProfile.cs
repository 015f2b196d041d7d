using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// The public profile of a person. Missing texts are empty, other missing values are <see langword="null"/>. Source:
/// <c>GET /user/profile/{userId}</c>, wire document, section 4.7, levels 1 to 3.
/// </summary>
public record BasicProfile
{
    /// <summary>The display name.</summary>
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the current picture. It changes with the picture.</summary>
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>The presence of the person; <see langword="null"/> when the server does not send it.</summary>
    public PersonState? State { get; init; }

    /// <summary>The user id; for an app in a contact list, its service name.</summary>
    public required UserId UserId { get; init; }

    /// <summary>The text that the person wrote about themselves.</summary>
    public string AboutMe { get; init => field = value ?? ""; } = "";

    /// <summary>The age in years.</summary>
    [JsonConverter(typeof(AgeConverter))]
    public int? Age { get; init; }

    /// <summary>The first name.</summary>
    public string FirstName { get; init => field = value ?? ""; } = "";

    /// <summary>The gender.</summary>
    [JsonConverter(typeof(OpenEnumConverter<Gender>))]
    public Gender? Gender { get; init; }

    /// <summary>The language, ISO 639, such as <c>en</c>.</summary>
    public string LanguageCode { get; init => field = value ?? ""; } = "";

    /// <summary>The country where the person was last seen, ISO 3166-1 alpha-2, such as <c>ZA</c>.</summary>
    public string LastKnownCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>The last name.</summary>
    public string LastName { get; init => field = value ?? ""; } = "";

    /// <summary>The mobile network, such as <c>65501</c>.</summary>
    public string NetworkOperatorCode { get; init => field = value ?? ""; } = "";

    /// <summary>The country of registration, ISO 3166-1 alpha-2.</summary>
    public string RegisteredCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>When the person registered.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? RegistrationDate { get; init; }

    /// <summary>The status message, the same as in <see cref="State"/>.</summary>
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>The title, such as <c>Mr</c>.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the user id only; the rest is private.</summary>
    public sealed override string ToString() => $"{EqualityContract.Name} {{ {nameof(UserId)} = {UserId} }}";
}
