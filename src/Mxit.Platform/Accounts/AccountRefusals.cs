namespace Mxit.Platform.Accounts;

/// <summary>What is refused to whoever makes or changes an account.</summary>
internal static class AccountRefusals
{
    /// <summary>The password is too short, too long or among those that everybody tries first.</summary>
    public static Refusal PasswordTooWeak { get; } = Refusal.Invalid(
        "The password is too weak: 8 characters at least, and none that everybody tries first.");

    public static Refusal LoginInvalid(string login) => Refusal.Invalid(
        $"'{login}' cannot be a login: 1 to 64 letters, digits, dots, underscores and hyphens, and not the form of a user id.");

    public static Refusal LoginTaken(string login) => new(
        RefusalKind.Conflict, $"'{login}' is taken, by a person or by an app.");

    public static Refusal NotFound(string loginOrUserId) => Refusal.NotFound(
        $"There is nobody with the login or user id '{loginOrUserId}'.");
}
