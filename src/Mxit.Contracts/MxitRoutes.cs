namespace Mxit;

/// <summary>
/// The paths of the API, without a leading slash. The authorization paths and the API paths never collide, so one
/// address may serve both. Source: wire document, sections 1.1 and 2 to 6; <c>messenger/</c> and <c>delivery/</c> are
/// this project's own.
/// </summary>
internal static class MxitRoutes
{
    /// <summary><c>GET /authorize</c>: a person signs in and allows an app.</summary>
    public const string Authorize = "authorize";

    /// <summary><c>POST /token</c>: every grant.</summary>
    public const string Token = "token";

    /// <summary><c>POST /revoke</c>: ends a token and its pair.</summary>
    public const string Revoke = "revoke";

    /// <summary><c>POST /introspect</c>: what an app's own token is good for.</summary>
    public const string Introspect = "introspect";

    /// <summary><c>GET</c> and <c>POST /userinfo</c>: who the token stands for.</summary>
    public const string UserInfo = "userinfo";

    /// <summary><c>POST /message/send</c>: from an app or a person to people.</summary>
    public const string MessageSend = "message/send";

    /// <summary><c>GET /message/version</c>.</summary>
    public const string MessageVersion = "message/version";

    /// <summary><c>GET /user/lookup/{mxitId}</c>: the user id of a login. Append the escaped login.</summary>
    public const string UserLookup = "user/lookup/";

    /// <summary><c>GET /user/version</c>.</summary>
    public const string UserVersion = "user/version";

    /// <summary><c>GET /user/public/statusmessage/{mxitId}</c>. Append the escaped login.</summary>
    public const string PublicStatusMessage = "user/public/statusmessage/";

    /// <summary><c>GET /user/public/displayname/{mxitId}</c>. Append the escaped login.</summary>
    public const string PublicDisplayName = "user/public/displayname/";

    /// <summary><c>GET /user/public/avatar/{mxitId}</c>. Append the escaped login.</summary>
    public const string PublicAvatar = "user/public/avatar/";

    /// <summary>
    /// <c>GET</c> and <c>PUT /user/profile</c>; <c>GET /user/profile/{userId}</c> with the escaped user id appended.
    /// </summary>
    public const string UserProfile = "user/profile";

    /// <summary><c>GET</c> and <c>PUT /user/statusmessage</c>.</summary>
    public const string UserStatusMessage = "user/statusmessage";

    /// <summary><c>GET</c>, <c>POST</c> and <c>DELETE /user/avatar</c>.</summary>
    public const string UserAvatar = "user/avatar";

    /// <summary><c>GET</c>, <c>POST</c> and, as this project's own, <c>DELETE /user/cover</c>.</summary>
    public const string UserCover = "user/cover";

    /// <summary><c>GET /user/socialgraph/contactlist</c>.</summary>
    public const string ContactList = "user/socialgraph/contactlist";

    /// <summary><c>PUT /user/socialgraph/contact/{contact}</c>. Append the escaped login, user id or service name.</summary>
    public const string Contact = "user/socialgraph/contact/";

    /// <summary><c>GET /user/socialgraph/suggestions</c>.</summary>
    public const string Suggestions = "user/socialgraph/suggestions";

    /// <summary><c>POST /user/recommend</c>.</summary>
    public const string Recommend = "user/recommend";

    /// <summary>
    /// <c>GET /user/media</c>; with a slash and an escaped folder name appended, one folder: <c>POST</c> creates, <c>PUT</c>
    /// renames, <c>DELETE</c> deletes.
    /// </summary>
    public const string UserMedia = "user/media";

    /// <summary><c>GET /user/media/list/{folder}</c>. Append the escaped folder name.</summary>
    public const string UserMediaList = "user/media/list/";

    /// <summary><c>GET /user/media/content/{fileId}</c>. Append the id.</summary>
    public const string UserMediaContent = "user/media/content/";

    /// <summary>
    /// <c>POST /user/media/file/{folder}</c>; <c>PUT</c> and <c>DELETE /user/media/file/{fileId}</c>. Append the escaped folder
    /// name or the id.
    /// </summary>
    public const string UserMediaFile = "user/media/file/";

    /// <summary>
    /// <c>POST /user/media/file/send</c>: uploads a file and offers it; with a slash and a file id appended, offers a file that
    /// is there already.
    /// </summary>
    public const string UserMediaSend = "user/media/file/send";

    /// <summary>
    /// <c>GET /delivery/messages/{messageId}</c>: what became of a message that the caller sent. Append the id.
    /// </summary>
    public const string DeliveryMessages = "delivery/messages/";

    /// <summary><c>GET /delivery/changes</c>: what became of the caller's messages, after a cursor.</summary>
    public const string DeliveryChanges = "delivery/changes";

    /// <summary><c>GET /delivery/events</c>: the same as server-sent events.</summary>
    public const string DeliveryEvents = "delivery/events";

    /// <summary><c>GET /messenger/conversations</c>.</summary>
    public const string MessengerConversations = "messenger/conversations";

    /// <summary><c>GET</c> and <c>POST /messenger/messages</c>.</summary>
    public const string MessengerMessages = "messenger/messages";

    /// <summary><c>POST /messenger/messages/delivered</c>.</summary>
    public const string MessengerDelivered = "messenger/messages/delivered";

    /// <summary><c>POST /messenger/messages/read</c>.</summary>
    public const string MessengerRead = "messenger/messages/read";

    /// <summary><c>GET /messenger/events</c>: server-sent events.</summary>
    public const string MessengerEvents = "messenger/events";

    /// <summary>
    /// <c>GET /messenger/contacts</c>; with an escaped id appended, one entry: <c>PUT</c> invites, <c>DELETE</c> deletes.
    /// </summary>
    public const string MessengerContacts = "messenger/contacts";

    /// <summary>
    /// <c>GET</c> and <c>PUT /messenger/profile</c>: the person's own profile, as <see cref="UserProfile"/> has it.
    /// </summary>
    public const string MessengerProfile = "messenger/profile";

    /// <summary><c>GET /messenger/suggestions</c>: whom the person may know.</summary>
    public const string MessengerSuggestions = "messenger/suggestions";

    /// <summary><c>PUT /messenger/state</c>: the person's mood and availability.</summary>
    public const string MessengerState = "messenger/state";

    /// <summary>
    /// <c>GET /messenger/people/{userId}/avatar</c>: the picture in the size of pages. Append the escaped user id.
    /// </summary>
    public const string MessengerPeople = "messenger/people/";

    /// <summary>
    /// <c>GET /messenger/offers</c>; with a slash and an offer id appended, one offer: <c>GET</c>, <c>POST .../accept</c>,
    /// <c>POST .../decline</c>, <c>GET .../thumbnail</c>.
    /// </summary>
    public const string MessengerOffers = "messenger/offers";

    /// <summary>
    /// <c>GET /messenger/media/{fileId}/content</c> and <c>/thumbnail</c>: a file of the person's own gallery. Append the id.
    /// </summary>
    public const string MessengerMedia = "messenger/media/";
}
