namespace Mxit.Platform.Apps;

/// <summary>What is refused to whoever makes or changes an app.</summary>
internal static class AppRefusals
{
    public static Refusal OwnerInvalid { get; } = Refusal.Invalid(
        $"The name of the owner must have at most {NewApp.MaxOwner} characters, and no control characters.");

    public static Refusal PasswordGrantNotAllowed { get; } = Refusal.Invalid(
        "The password grant is for apps of the legacy profile only.");

    public static Refusal ServiceNameInvalid(string serviceName) => Refusal.Invalid(
        $"'{serviceName}' cannot be a service name: 1 to 64 letters, digits, dots, underscores and hyphens, and not the form " +
        "of a user id.");

    public static Refusal ServiceNameTaken(string serviceName) => new(
        RefusalKind.Conflict, $"'{serviceName}' is taken, by an app or by a person.");

    /// <summary>It is no redirect URI, or not allowed in the profile.</summary>
    public static Refusal RedirectUriInvalid(string uri) => Refusal.Invalid(
        $"'{uri}' cannot be a redirect URI: an absolute https address without user or fragment is needed, written in lower " +
        "case up to the path, with a port from 1 to 65535 if any; http only for 127.0.0.1, [::1] and localhost, or in the " +
        "legacy profile.");

    public static Refusal ScopeUnknown(string scope) => Refusal.Invalid(
        $"'{scope}' is not a scope. The scopes are: {string.Join(", ", MxitScopes.All)}.");

    public static Refusal NotFound(string clientIdOrServiceName) => Refusal.NotFound(
        $"There is no app with the client id or service name '{clientIdOrServiceName}'.");
}
