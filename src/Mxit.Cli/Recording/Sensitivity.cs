using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>How sensitive a value is.</summary>
internal enum Sensitivity
{
    /// <summary>It can be shown.</summary>
    Open,

    /// <summary>Texts and personal data: only the shape is shown, unless texts are kept.</summary>
    Personal,

    /// <summary>It is never shown.</summary>
    Secret,
}

/// <summary>
/// The sensitivity of values by the names of members, parameters, fields and headers. A value with an unknown name counts as
/// personal.
/// </summary>
internal static partial class Sensitivities
{
    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "access_token", "refresh_token", "id_token", "id_token_hint", "token", "code", "code_verifier", "client_secret",
        "client_assertion",
        "password", "passwd", "secret", "assertion", "api_key", "apikey", "state", "nonce", "__RequestVerificationToken",
    };

    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase)
    {
        "grant_type", "response_type", "response_mode", "scope", "redirect_uri", "client_id", "token_type", "token_type_hint",
        "expires_in",
        "error", "error_description", "error_uri", "prompt", "schema", "sub", "user_id", "iss", "aud", "code_challenge",
        "code_challenge_method",
        "allow", "deny",
        "From", "To", "Application", "FromUserId", "ToUserId", "UserId", "TargetService", "AvatarId", "FileId", "FolderName",
        "MimeType",
        "ContainsMarkup", "Spool", "SpoolTimeOut", "SpoolTimeout", "CreateTemporaryContact", "AddToBackHistory", "filter", "skip",
        "count",
        "autoOpen", "preventShare", "keepMetadata", "LanguageCode", "LastKnownCountryCode", "RegisteredCountryCode",
        "NetworkOperatorCode",
        "CurrentCultureName", "RegistrationDate", "LastModified", "LastOnline", "CreatedDate",
        "issuer", "after", "peer", "from", "cursor", "id", "messageId", "offerId", "fileId", "status", "v",
    };

    private static readonly HashSet<string> PersonalHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Disposition", "X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Mxit-Login", "X-Mxit-ID-R", "X-Mxit-Nick",
        "X-Mxit-Location",
        "X-Mxit-Profile", "X-Mxit-User-Input", "X-Mxit-Device-Info", "Filename", "Title",
    };

    public static Sensitivity OfMember(string? name) =>
        name is null ? Sensitivity.Personal
        : Secrets.Contains(name) ? Sensitivity.Secret
        : Open.Contains(name) ? Sensitivity.Open
        : Sensitivity.Personal;

    public static Sensitivity OfHeader(string name) =>
        PersonalHeaders.Contains(name) ? Sensitivity.Personal
        : SecretHeader().IsMatch(name) && !name.Equals(MxitHeaders.IdempotencyKey, StringComparison.OrdinalIgnoreCase)
            ? Sensitivity.Secret
        : Sensitivity.Open;

    // WWW-Authenticate contains no secret, only the required scheme.
    [GeneratedRegex("(?i)^(authorization|proxy-authorization|mxit-signature)$|cookie|token|secret|password|api-?key|session")]
    private static partial Regex SecretHeader();
}
