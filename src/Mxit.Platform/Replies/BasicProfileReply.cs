using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>
/// What everybody may know of a person. Texts that a server leaves out are empty, all else is <see langword="null"/>. Source:
/// <c>GET /user/profile/{userId}</c>, wire document, section 4.7, levels 1 to 3.
/// </summary>
internal record BasicProfileReply : PersonReply
{
    /// <summary>What the person says about themselves.</summary>
    [JsonPropertyOrder(20)]
    public string AboutMe { get; init => field = value ?? ""; } = "";

    /// <summary>The age in years.</summary>
    [JsonPropertyOrder(21)]
    [JsonConverter(typeof(AgeConverter))]
    public int? Age { get; init; }

    /// <summary>The first name.</summary>
    [JsonPropertyOrder(22)]
    public string FirstName { get; init => field = value ?? ""; } = "";

    /// <summary>The gender.</summary>
    [JsonPropertyOrder(23)]
    [JsonConverter(typeof(OpenEnumConverter<Gender>))]
    public Gender? Gender { get; init; }

    /// <summary>The language, ISO 639, such as <c>en</c>.</summary>
    [JsonPropertyOrder(24)]
    public string LanguageCode { get; init => field = value ?? ""; } = "";

    /// <summary>Where the person was last seen, ISO 3166-1 alpha-2, such as <c>ZA</c>.</summary>
    [JsonPropertyOrder(25)]
    public string LastKnownCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>The last name.</summary>
    [JsonPropertyOrder(26)]
    public string LastName { get; init => field = value ?? ""; } = "";

    /// <summary>The mobile network, such as <c>65501</c>.</summary>
    [JsonPropertyOrder(27)]
    public string NetworkOperatorCode { get; init => field = value ?? ""; } = "";

    /// <summary>Where the person registered, ISO 3166-1 alpha-2.</summary>
    [JsonPropertyOrder(28)]
    public string RegisteredCountryCode { get; init => field = value ?? ""; } = "";

    /// <summary>When the person registered.</summary>
    [JsonPropertyOrder(29)]
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? RegistrationDate { get; init; }

    /// <summary>The status message, the same as in <see cref="PersonReply.State"/>.</summary>
    [JsonPropertyOrder(30)]
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>The title, such as <c>Mr</c>.</summary>
    [JsonPropertyOrder(31)]
    public string Title { get; init => field = value ?? ""; } = "";
}
