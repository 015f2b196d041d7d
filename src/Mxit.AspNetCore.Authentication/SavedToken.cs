using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Mxit.Internal;

namespace Mxit.AspNetCore.Authentication;

/// <summary>A person's token among what is kept of a sign-in, under the names that the framework gives its parts.</summary>
internal static class SavedToken
{
    private const string Access = "access_token";
    private const string Refresh = "refresh_token";
    private const string Id = "id_token";
    private const string Type = "token_type";
    private const string ExpiresAt = "expires_at";
    private const string Scope = "scope";
    private const string UserIdName = "user_id";

    // What the historic service said in every response; for a server that leaves expires_in out.
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    /// <exception cref="MxitAuthorizationException">The id token was issued by another server.</exception>
    public static UserToken From(OAuthTokenResponse tokens, MxitAuthenticationOptions options, TimeProvider timeProvider)
    {
        // As the client does: a number of any form, and no life of more than ten years.
        var life = double.TryParse(tokens.ExpiresIn, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && !double.IsNaN(seconds)
            ? TimeSpan.FromSeconds(Math.Floor(Math.Clamp(seconds, 0, LongestLife.TotalSeconds)))
            : UsualLife;
        var answer = tokens.Response!.RootElement;
        var idToken = TextOrNull(answer, Id);
        return new UserToken(
            tokens.AccessToken!, timeProvider.GetUtcNow() + life, Scopes(TextOrNull(answer, Scope)) ?? [.. options.Scope])
        {
            RefreshToken = tokens.RefreshToken,
            IdToken = idToken,
            UserId = IdTokenReader.UserIdOrNull(idToken, options.Settings),
        };
    }

    public static void Store(UserToken token, AuthenticationProperties properties)
    {
        (string Name, string? Value)[] parts =
        [
            (Access, token.AccessToken), (Refresh, token.RefreshToken), (Id, token.IdToken), (Type, "bearer"),
            (ExpiresAt, token.ExpiresAt.ToString("o", CultureInfo.InvariantCulture)),
            (Scope, string.Join(' ', token.Scopes)), (UserIdName, token.UserId?.Value),
        ];
        properties.StoreTokens(parts.Where(part => part.Value is not null)
            .Select(part => new AuthenticationToken { Name = part.Name, Value = part.Value! }));
    }

    /// <summary><see langword="null"/> when no tokens were kept.</summary>
    public static UserToken? ReadOrNull(AuthenticationProperties properties) =>
        properties.GetTokenValue(Access) is { } access
        && DateTimeOffset.TryParse(
            properties.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var expiresAt)
            ? new UserToken(access, expiresAt, Scopes(properties.GetTokenValue(Scope)) ?? [])
            {
                RefreshToken = properties.GetTokenValue(Refresh),
                IdToken = properties.GetTokenValue(Id),
                UserId = TextValue.OrNull<UserId>(properties.GetTokenValue(UserIdName)),
            }
            : null;

    private static string[]? Scopes(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } scopes ? scopes : null;

    private static string? TextOrNull(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
