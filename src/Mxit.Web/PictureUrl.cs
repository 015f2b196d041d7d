namespace Mxit.Web;

/// <summary>The addresses of pictures. They contain the id of the picture, so that browsers can cache them.</summary>
internal static class PictureUrl
{
    /// <summary>The small picture beside a name.</summary>
    public static string Small(string userId, string? avatarId) =>
        $"/{MxitRoutes.PublicAvatar}{Uri.EscapeDataString(userId)}{Version(avatarId)}";

    /// <summary>The picture on a page about the person.</summary>
    public static string Large(string userId, string? avatarId) =>
        $"/{MxitRoutes.MessengerPeople}{Uri.EscapeDataString(userId)}/avatar{Version(avatarId)}";

    private static string Version(string? avatarId) =>
        string.IsNullOrEmpty(avatarId) ? "" : $"?v={Uri.EscapeDataString(avatarId)}";
}
