namespace Mxit.Internal;

/// <summary>
/// Finds the route template of an address. Telemetry records it in place of the path, which can contain names of people and
/// files.
/// </summary>
internal static class RouteTemplates
{
    /// <summary>The template of an unknown path.</summary>
    public const string Other = "/{other}";

    // Literal segments come before parameters.
    private static readonly string[][] Templates =
    [
        .. new[]
        {
            "authorize", "token", "revoke", "userinfo", "message/send", "message/version", "user/lookup/{mxitId}", "user/version",
            "user/public/statusmessage/{mxitId}", "user/public/displayname/{mxitId}", "user/public/avatar/{mxitId}",
            "user/profile",
            "user/profile/{userId}", "user/statusmessage", "user/avatar", "user/cover", "user/socialgraph/contactlist",
            "user/socialgraph/contact/{contact}", "user/socialgraph/suggestions", "user/recommend", "user/media",
            "user/media/file/send",
            "user/media/file/send/{fileId}", "user/media/file/{folderOrFile}", "user/media/list/{folder}",
            "user/media/content/{fileId}",
            "user/media/{folder}", "messenger/conversations", "messenger/messages", "messenger/messages/delivered",
            "messenger/messages/read", "messenger/events", "messenger/contacts", "messenger/contacts/{contact}",
            "messenger/contacts/{contact}/accept", "messenger/contacts/{contact}/reject", "messenger/contacts/{contact}/block",
            "messenger/contacts/{contact}/unblock", "messenger/contacts/{contact}/group", "messenger/profile",
            "messenger/suggestions",
            "messenger/state", "messenger/people/{userId}/avatar", "messenger/offers", "messenger/offers/{offerId}",
            "messenger/offers/{offerId}/accept", "messenger/offers/{offerId}/decline", "messenger/offers/{offerId}/thumbnail",
            "messenger/media/{fileId}/content", "messenger/media/{fileId}/thumbnail", "delivery/messages/{messageId}",
            "delivery/changes", "delivery/events",
        }.Select(static template => template.Split('/')),
    ];

    private static readonly string[] Texts = [.. Templates.Select(static template => '/' + string.Join('/', template))];

    /// <param name="path">The path of the address, escaped.</param>
    /// <param name="basePath">The path of the server's own address, with its slash at the end.</param>
    public static string Of(string path, string basePath)
    {
        if (!path.StartsWith(basePath, StringComparison.Ordinal))
        {
            return Other;
        }

        var segments = path[basePath.Length..].Split('/');
        var found = Array.FindIndex(Templates, template => Matches(template, segments));
        return found < 0 ? Other : Texts[found];
    }

    private static bool Matches(string[] template, string[] segments)
    {
        if (template.Length != segments.Length)
        {
            return false;
        }

        for (var i = 0; i < template.Length; i++)
        {
            if (template[i][0] != '{' && template[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }
}
