using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>The response of <c>POST /token</c>: flat, lower_snake names. Source: wire document, section 2.3.</summary>
internal sealed record TokenReply
{
    /// <summary>The opaque access token.</summary>
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary><c>bearer</c>, in lower case.</summary>
    [JsonPropertyName("token_type")]
    public string? TokenType { get; init; }

    /// <summary>
    /// Life of the access token, in seconds, or as many as fit. Negative when the server says that it has ended.
    /// </summary>
    [JsonPropertyName("expires_in")]
    [JsonConverter(typeof(SecondsConverter))]
    public int? ExpiresIn { get; init; }

    /// <summary>For user tokens only.</summary>
    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    /// <summary>The granted scopes, separated by spaces.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>A JWT, when <c>openid</c> was granted.</summary>
    [JsonPropertyName("id_token")]
    public string? IdToken { get; init; }

    /// <summary>Whom a user token stands for, whatever its scopes; this project's own.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    /// <summary>Names the kind only: a token never reaches a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(TokenReply)} {{ {nameof(Scope)} = {Scope}, {nameof(ExpiresIn)} = {ExpiresIn} }}";
}
