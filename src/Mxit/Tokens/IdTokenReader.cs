using System.Buffers.Text;
using System.Text.Json;

namespace Mxit.Internal;

/// <summary>
/// Takes the user id from an <c>id_token</c>. The signature is not looked at: the token came straight from the token endpoint,
/// over a connection that names the server (OpenID Connect Core, section 3.1.3.7). Source: wire document, section 2.6.
/// </summary>
internal static class IdTokenReader
{
    /// <summary>The user id, or <see langword="null"/> when the token is malformed or made for another app.</summary>
    public static string? UserIdOrNull(string? idToken, string clientId)
    {
        if (idToken?.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && IsFor(claims.RootElement, clientId)
                ? Text(claims.RootElement, "user_id") ?? Text(claims.RootElement, "sub")
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsFor(JsonElement claims, string clientId) =>
        claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
        {
            JsonValueKind.String => audience.GetString() == clientId,
            JsonValueKind.Array => audience.EnumerateArray()
                .Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == clientId),
            _ => false,
        };

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
