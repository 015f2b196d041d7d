namespace Mxit.Platform.Apps;

/// <summary>What a new app shall be.</summary>
/// <param name="ServiceName">The name under which people know it and which it sends from; never changes.</param>
public sealed record NewApp(string ServiceName)
{
    /// <summary>The name that people read on the consent page; the service name when <see langword="null"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>How strictly the authorization server treats it.</summary>
    public AppProfile Profile { get; init; } = AppProfile.Strict;

    /// <summary>Where people may be led back to.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The scopes that it may ask for; all when <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>May send a person's login and password to <c>/token</c>. For the legacy profile only.</summary>
    public bool PasswordGrant { get; init; }
}

/// <summary>An app, without its secret.</summary>
/// <param name="ClientId">32 lower-case hexadecimal digits.</param>
/// <param name="ServiceName">The name under which people know it.</param>
/// <param name="DisplayName">The name on the consent page.</param>
/// <param name="Profile">How strictly the authorization server treats it.</param>
/// <param name="RedirectUris">Where people may be led back to.</param>
/// <param name="Scopes">The scopes that it may ask for.</param>
/// <param name="PasswordGrant">May send a person's login and password to <c>/token</c>.</param>
/// <param name="CreatedUtc">When it was made.</param>
public sealed record AppInfo(
    string ClientId,
    string ServiceName,
    string DisplayName,
    AppProfile Profile,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Scopes,
    bool PasswordGrant,
    DateTime CreatedUtc)
{
    /// <summary>In what the server is more lenient with the app than is safe today; nothing for the strict profile.</summary>
    public IReadOnlyList<AppLeniency> Leniencies { get; } = AppLeniency.Of(Profile, PasswordGrant);
}

/// <summary>What became of the wish for an app or a new secret.</summary>
public enum AppOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The service name breaks the rules.</summary>
    ServiceNameInvalid,

    /// <summary>An app or a person has the name already.</summary>
    ServiceNameTaken,

    /// <summary>A redirect URI is not one, or not allowed in the profile.</summary>
    RedirectUriInvalid,

    /// <summary>A scope is unknown.</summary>
    ScopeUnknown,

    /// <summary>The password grant is for the legacy profile only.</summary>
    PasswordGrantNotAllowed,

    /// <summary>There is no such app.</summary>
    NotFound,
}

/// <summary>The answer to the wish for an app or a new secret.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="App">The app, when it was done.</param>
/// <param name="Secret">The client secret, which is shown this once; only its hash is kept.</param>
/// <param name="Detail">What exactly was wrong, when something was.</param>
public sealed record AppResult(AppOutcome Outcome, AppInfo? App = null, string? Secret = null, string? Detail = null)
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => $"{nameof(AppResult)} {{ {nameof(Outcome)} = {Outcome}, {nameof(App)} = {App} }}";
}
