namespace Mxit.Testing;

/// <summary>An app that exists in development mode, with fixed credentials.</summary>
/// <param name="ServiceName">The name that it sends from.</param>
/// <param name="ClientId">Its client id.</param>
/// <param name="ClientSecret">Its secret; worth nothing outside of development mode.</param>
public sealed record DevelopmentApp(string ServiceName, string ClientId, string ClientSecret)
{
    /// <summary>Of the legacy profile, with the password grant and every scope.</summary>
    public static DevelopmentApp Demo { get; } =
        new("demo", "11111111111111111111111111111111", "22222222222222222222222222222222");

    /// <summary>Of the strict profile.</summary>
    public static DevelopmentApp StrictDemo { get; } =
        new("strict-demo", "33333333333333333333333333333333", "44444444444444444444444444444444");
}
