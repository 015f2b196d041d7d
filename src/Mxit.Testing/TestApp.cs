namespace Mxit.Testing;

/// <summary>An app of a test server, with its credentials.</summary>
/// <param name="ServiceName">The name under which it sends.</param>
/// <param name="ClientId">Its client id.</param>
/// <param name="ClientSecret">Its secret; worth nothing outside of development mode.</param>
public sealed record TestApp(string ServiceName, string ClientId, string ClientSecret)
{
    /// <summary>
    /// The app <c>demo</c> of every server in development mode: of the legacy profile, with the password grant and every scope.
    /// </summary>
    public static TestApp Demo { get; } = new("demo", "11111111111111111111111111111111", "22222222222222222222222222222222");

    /// <summary>The app <c>strict-demo</c> of every server in development mode: of the strict profile.</summary>
    public static TestApp StrictDemo { get; } =
        new("strict-demo", "33333333333333333333333333333333", "44444444444444444444444444444444");
}
