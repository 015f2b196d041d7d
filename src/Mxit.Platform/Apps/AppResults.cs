namespace Mxit.Platform.Apps;

/// <summary>What a new app shall be.</summary>
/// <param name="ServiceName">The name under which people know it and which it sends from; never changes.</param>
internal sealed record NewApp(string ServiceName)
{
    /// <summary>The most characters of <see cref="Owner"/>.</summary>
    public const int MaxOwner = 128;

    /// <summary>The name that people read on the consent page; the service name when <see langword="null"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>How strictly the authorization server treats it.</summary>
    public AppProfile Profile { get; init; } = AppProfile.Strict;

    /// <summary>Where people may be led back to.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The scopes that it may ask for; all when <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The grants that it may use. <see cref="AppGrants.Password"/> is for the legacy profile only.</summary>
    public AppGrants Grants { get; init; } = AppGrants.Default;

    /// <summary>Who runs it, for people to read on the consent page.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Whoever registers it knows that it is what it says. People are asked each time whether they allow an app that is not
    /// verified.
    /// </summary>
    public bool IsVerified { get; init; } = true;
}

/// <summary>The grants that an app may use at <c>/token</c>.</summary>
[Flags]
internal enum AppGrants
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A person signs in at <c>/authorize</c> and allows the app; it gets a code, and refresh tokens.</summary>
    AuthorizationCode = 1,

    /// <summary>The app gets a token for itself.</summary>
    ClientCredentials = 2,

    /// <summary>The app sends a person's login and password. For programs of 2012 that cannot do otherwise.</summary>
    Password = 4,

    /// <summary>Those of an app for which nothing else was said.</summary>
    Default = AuthorizationCode | ClientCredentials,
}

/// <summary>An app, without its secret.</summary>
/// <param name="ClientId">32 lower-case hexadecimal digits.</param>
/// <param name="ServiceName">The name under which people know it.</param>
/// <param name="DisplayName">The name on the consent page.</param>
/// <param name="Profile">How strictly the authorization server treats it.</param>
/// <param name="RedirectUris">Where people may be led back to.</param>
/// <param name="Scopes">The scopes that it may ask for.</param>
/// <param name="Grants">The grants that it may use.</param>
/// <param name="Owner">Who runs it; <see langword="null"/> where nobody said.</param>
/// <param name="IsVerified">Whoever registered it knows that it is what it says.</param>
/// <param name="PreviousSecretEndsUtc">Until when the secret before the present one is good too; <see langword="null"/> where it
/// is over.</param>
/// <param name="CreatedUtc">When it was made.</param>
internal sealed record AppInfo(
    string ClientId,
    string ServiceName,
    string DisplayName,
    AppProfile Profile,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Scopes,
    AppGrants Grants,
    string? Owner,
    bool IsVerified,
    DateTime? PreviousSecretEndsUtc,
    DateTime CreatedUtc)
{
    /// <summary>In what the server is more lenient with the app than is safe today; nothing for the strict profile.</summary>
    public IReadOnlyList<AppLeniency> Leniencies { get; } = AppLeniency.Of(Profile, Grants.HasFlag(AppGrants.Password));
}

/// <summary>An app with a secret that was made for it.</summary>
/// <param name="App">The app.</param>
/// <param name="Secret">The client secret, which is shown this once; only its hash is kept.</param>
internal sealed record AppWithSecret(AppInfo App, string Secret)
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => $"{nameof(AppWithSecret)} {{ {nameof(App)} = {App} }}";
}
