using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>
/// The flat error object of the authorization host and of token problems on the API host. Both members are always there:
/// some clients read both without asking. Source: wire document, section 1.5.
/// </summary>
internal sealed record ErrorReply
{
    /// <summary>The machine-readable code, such as <c>invalid_token</c>.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>What was wrong, for a person.</summary>
    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}
