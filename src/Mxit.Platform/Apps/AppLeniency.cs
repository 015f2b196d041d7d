namespace Mxit.Platform.Apps;

/// <summary>
/// Something in which the server is more lenient with an app than is safe today, because programs of 2012 need it.
/// </summary>
/// <param name="Name">For programs; never changes.</param>
/// <param name="Description">For people: what is allowed.</param>
internal sealed record AppLeniency(string Name, string Description)
{
    private static readonly AppLeniency[] Legacy =
    [
        new("no-pkce", "A code can be redeemed without PKCE (RFC 7636)."),
        new("http-redirect", "People may be led back to an http address on any machine."),
        new("empty-path", "In a redirect URI the slash of an empty path may be missing."),
        new("long-code", "A code lives ten minutes rather than one."),
        new("found-after-form", "After the consent form the browser is led on with 302 rather than 303."),
        new("no-issuer", "The redirect names no issuer (RFC 9207), unless the app uses PKCE."),
        new("no-tls", "At the ports of the historic names the app may come without TLS."),
    ];

    private static readonly AppLeniency Password = new("password-grant", "The app may send people's passwords to /token.");

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<AppLeniency> All { get; } = [.. Legacy, Password];

    /// <summary>Those that an app has.</summary>
    /// <param name="profile">How strictly it is treated: the strict profile has none.</param>
    /// <param name="passwordGrant">The password grant is switched on for it.</param>
    public static IReadOnlyList<AppLeniency> Of(AppProfile profile, bool passwordGrant) =>
        profile == AppProfile.Strict ? [] : passwordGrant ? All : Legacy;
}
