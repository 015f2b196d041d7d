using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// What everybody may know of a person. Texts that a server leaves out are empty, all else is <see langword="null"/>. Source:
/// <c>GET /user/profile/{userId}</c>, wire document, section 4.7, levels 1 to 3.
/// </summary>
public record BasicProfile
{
    /// <summary>The name that others see.</summary>
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the current picture; another one whenever the picture changes.</summary>
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the person is there; <see langword="null"/> when the server does not say.</summary>
    public PersonState? State { get; init; }

    /// <summary>The user id; of an app in a contact list its service name.</summary>
    public required UserId UserId { get; init; }

    /// <summary>What the person says about themselves.</summary>
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

    /// <summary>Where the person was last seen, ISO 3166-1 alpha-2, such as <c>ZA</c>.</summary>
    public string LastKnownCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>The last name.</summary>
    public string LastName { get; init => field = value ?? ""; } = "";

    /// <summary>The mobile network, such as <c>65501</c>.</summary>
    public string NetworkOperatorCode { get; init => field = value ?? ""; } = "";

    /// <summary>Where the person registered, ISO 3166-1 alpha-2.</summary>
    public string RegisteredCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>When the person registered.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? RegistrationDate { get; init; }

    /// <summary>The status message, the same as in <see cref="State"/>.</summary>
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>The title, such as <c>Mr</c>.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the user id only: the rest belongs to the person.</summary>
    public sealed override string ToString() => $"{EqualityContract.Name} {{ {nameof(UserId)} = {UserId} }}";
}
