using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>The response of <c>GET /userinfo</c>. Source: wire document, section 2.5.</summary>
internal sealed record UserInfoReply
{
    /// <summary>The user id, such as <c>m40000000000</c>.</summary>
    [JsonPropertyName("sub")]
    public string? Subject { get; init; }

    /// <summary>The same again, under the name that early clients read.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }
}
