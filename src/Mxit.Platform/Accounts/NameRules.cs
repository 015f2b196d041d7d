namespace Mxit.Platform.Accounts;

/// <summary>What user ids, logins and service names look like. Source: wire document, section 0.3.</summary>
internal static class NameRules
{
    /// <summary>The longest login or service name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>What service names may end with besides, as in <c>books@mxit.com</c>.</summary>
    public const string ServiceDomain = "@mxit.com";

    /// <summary>Whether the text is <c>m</c> and digits only, which is how user ids of all times look.</summary>
    public static bool LooksLikeUserId(ReadOnlySpan<char> text) =>
        text.Length is >= 2 and <= 50 && text[0] is 'm' or 'M' && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether a person may have the login: letters, digits, dot, underscore and hyphen, and unlike a user id.</summary>
    public static bool IsLogin(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && !LooksLikeUserId(text) && text.All(IsLoginCharacter);

    /// <summary>Whether an app may have the service name: as a login, and <c>@</c> as in <c>books@mxit.com</c>.</summary>
    public static bool IsServiceName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && !LooksLikeUserId(text)
        && text.All(character => character == '@' || IsLoginCharacter(character));

    /// <summary>The form in which names are compared.</summary>
    public static string Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant();
    }

    private static bool IsLoginCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
