namespace Mxit.Platform.Accounts;

/// <summary>A person, without what is secret.</summary>
/// <param name="UserId"><c>m</c> and 11 digits.</param>
/// <param name="Login">The name to sign in with; <see langword="null"/> once removed.</param>
/// <param name="DisplayName">The name that others see.</param>
/// <param name="SecurityStamp">Changes with the password, and when the person is suspended or removed.</param>
/// <param name="CreatedUtc">When the account was made.</param>
/// <param name="RemovedUtc">When the account was removed, if it was.</param>
/// <param name="SuspendedUtc">Since when the person may not sign in; <see langword="null"/> for who may.</param>
internal sealed record Person(
    string UserId,
    string? Login,
    string DisplayName,
    string SecurityStamp,
    DateTime CreatedUtc,
    DateTime? RemovedUtc,
    DateTime? SuspendedUtc);

/// <summary>People of whom it was said that they shall be there.</summary>
/// <param name="UserIds">The user ids, under the logins as they were asked for; a name that belongs to an app is left
/// out.</param>
/// <param name="Made">How many of them were made.</param>
internal sealed record EnsuredPeople(IReadOnlyDictionary<string, string> UserIds, int Made);
