namespace Mxit.AspNetCore.Authentication;

/// <summary>Names and paths of signing in with Mxit.</summary>
public static class MxitAuthenticationDefaults
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string AuthenticationScheme = "Mxit";

    /// <summary>What people see where they choose how to sign in.</summary>
    public const string DisplayName = "Mxit";

    /// <summary>Where browsers come back to; register it for the app, after the address of the site.</summary>
    public const string CallbackPath = "/signin-mxit";
}
