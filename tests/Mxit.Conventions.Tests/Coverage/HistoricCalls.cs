namespace Mxit.Conventions.Tests.Coverage;

/// <summary>An endpoint of the historic service, and what old programs called it by.</summary>
/// <param name="Method">The HTTP method; of the token endpoint with the grant.</param>
/// <param name="Path">The path, with names in braces.</param>
/// <param name="Python">The call of python-mxit; empty for none.</param>
/// <param name="Others">Other clients that called it.</param>
internal sealed record HistoricCall(string Method, string Path, string Python, string Others = "");

/// <summary>Every endpoint that the wire document knows, in its order. Source: wire document, sections 2 to 6 and 10.</summary>
internal static class HistoricCalls
{
    public static IReadOnlyList<HistoricCall> All { get; } =
    [
        new("GET", "/authorize", "oauth.auth_url", "mxit-rails, mxit-api-php"),
        new("POST", "/token (authorization_code)", "oauth.get_user_token", "mxit_api, mxit-rails, mxit-api-php"),
        new("POST", "/token (client_credentials)", "by itself", "all"),
        new("POST", "/token (refresh_token)", "", "mxit-rails, mxit-api-php"),
        new("POST", "/token (password)", "", "mxit-api-php"),
        new("POST", "/revoke", "", "mxit-rails"),
        new("GET", "/userinfo", "", "mxit_api"),
        new("POST", "/message/send", "messaging.send_message, messaging.send_user_to_user_message", "all"),
        new("GET", "/message/version", "", "small apps"),
        new("GET", "/user/version", ""),
        new("GET", "/user/lookup/{mxitId}", "users.get_user_id", "mxit-api-php"),
        new("GET", "/user/public/statusmessage/{mxitId}", "users.get_status", "mxit-api-php"),
        new("GET", "/user/public/displayname/{mxitId}", "users.get_display_name", "mxit-api-php"),
        new("GET", "/user/public/avatar/{mxitId}", "users.get_avatar", "mxit-api-php, small apps"),
        new("GET", "/user/profile/{userId}", "users.get_basic_profile", "mxit-api-php, small apps"),
        new("GET", "/user/profile", "users.get_full_profile", "mxit_api, mxit-api-php, Kazazoom, small apps"),
        new("PUT", "/user/profile", "users.update_profile", "mxit-api-php"),
        new("GET", "/user/statusmessage", ""),
        new("PUT", "/user/statusmessage", "users.set_status", "mxit-api-php, small apps"),
        new("GET", "/user/avatar", "", "Kazazoom"),
        new("POST", "/user/avatar", "users.set_avatar", "mxit-api-php, small apps"),
        new("DELETE", "/user/avatar", "users.delete_avatar", "mxit-api-php"),
        new("GET", "/user/cover", "users.get_cover_image"),
        new("POST", "/user/cover", "users.set_cover_image"),
        new("GET", "/user/socialgraph/contactlist", "users.get_contact_list", "mxit-rails, mxit-api-php, Kazazoom"),
        new("PUT", "/user/socialgraph/contact/{contact}", "users.add_contact", "mxit_api, mxit-api-php"),
        new("GET", "/user/socialgraph/suggestions", "users.get_friend_suggestions", "mxit-api-php"),
        new("POST", "/user/recommend", "", "mxit-rails"),
        new("GET", "/user/media", "users.get_gallery_folder_list", "mxit-api-php"),
        new("POST", "/user/media/{folder}", "users.create_gallery_folder", "mxit-api-php"),
        new("PUT", "/user/media/{folder}", "users.rename_gallery_folder", "mxit-api-php"),
        new("DELETE", "/user/media/{folder}", "users.delete_gallery_folder", "mxit-api-php"),
        new("GET", "/user/media/list/{folder}", "users.get_gallery_item_list", "mxit-api-php"),
        new("POST", "/user/media/file/{folder}", "users.upload_gallery_file", "mxit-api-php, small apps"),
        new("GET", "/user/media/content/{fileId}", "users.get_gallery_file", "mxit-api-php"),
        new("PUT", "/user/media/file/{fileId}", "users.rename_gallery_file", "mxit-api-php"),
        new("DELETE", "/user/media/file/{fileId}", "users.delete_gallery_file", "mxit-api-php"),
        new("POST", "/user/media/file/send", "users.upload_file_and_send_file_offer", "mxit-api-php"),
        new("POST", "/user/media/file/send/{fileId}", "users.send_file_offer"),
    ];
}
