using System.Text.Json.Serialization;

namespace Mxit.Platform.Replies;

/// <summary>
/// What profiles and contacts have in common. Texts that a server leaves out are empty. Source: wire document, section 4.7,
/// levels 1 and 2.
/// </summary>
internal abstract record PersonReply
{
    private protected PersonReply()
    {
    }

    /// <summary>The name that others see.</summary>
    [JsonPropertyOrder(1)]
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the current picture; another one whenever the picture changes.</summary>
    [JsonPropertyOrder(10)]
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the person is there; <see langword="null"/> when the server does not say.</summary>
    [JsonPropertyOrder(11)]
    public PersonStateReply? State { get; init; }

    /// <summary><c>m</c> and 11 digits; of an app in a contact list its service name.</summary>
    [JsonPropertyOrder(12)]
    public string UserId { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the user id only: the rest belongs to the person.</summary>
    public sealed override string ToString() => $"{EqualityContract.Name} {{ {nameof(UserId)} = {UserId} }}";
}
