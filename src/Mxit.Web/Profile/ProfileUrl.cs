namespace Mxit.Web.Profile;

/// <summary>The addresses of the profile pages of the person who is signed in.</summary>
internal static class ProfileUrl
{
    public const string Own = "/profile";
    public const string Picture = "/profile/picture";
    public const string Cover = "/profile/cover";

    /// <summary>The page after a change.</summary>
    public const string Saved = "/profile?saved=yes";
}
