using System.Buffers.Text;
using System.Text.Json;

namespace Mxit.Internal;

/// <summary>
/// Reads the user id from an <c>id_token</c>. The signature is not checked, because the token came from the token endpoint over
/// TLS (OpenID Connect Core, section 3.1.3.7). Source: wire document, section 2.6.
/// </summary>
internal static class IdTokenReader
{
    /// <summary>The user id, or <see langword="null"/> when the token is malformed or belongs to another app.</summary>
    /// <exception cref="MxitAuthorizationException">Another server issued it.</exception>
    public static UserId? UserIdOrNull(string? idToken, MxitClientSettings settings)
    {
        if (idToken?.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            if (claims.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // The documents of the historic service do not have this claim, so it may be missing.
            if (claims.RootElement.TryGetProperty("iss", out _) && !settings.IsIssuer(Text(claims.RootElement, "iss")))
            {
                throw new MxitAuthorizationException(
                    $"The id token was issued by another server than {settings.Issuer.AbsoluteUri}. Where the server calls " +
                    $"itself by another address than the one that it is reached at, set " +
                    $"{nameof(MxitClientOptions)}.{nameof(MxitClientOptions.Issuer)}.",
                    MxitAuthorizationException.InvalidIssuer);
            }

            return IsFor(claims.RootElement, settings.ClientId)
                ? TextValue.OrNull<UserId>(Text(claims.RootElement, "user_id") ?? Text(claims.RootElement, "sub"))
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
