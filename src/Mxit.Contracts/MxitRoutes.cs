namespace Mxit;

/// <summary>
/// The paths of the API, without a leading slash. The authorization paths and the API paths never collide, so one
/// address may serve both. Source: wire document, sections 1.1, 2, 3 and 4; <c>messenger/</c> is this project's own.
/// </summary>
public static class MxitRoutes
{
    /// <summary><c>GET /authorize</c>: a person signs in and allows an app.</summary>
    public const string Authorize = "authorize";

    /// <summary><c>POST /token</c>: every grant.</summary>
    public const string Token = "token";

    /// <summary><c>POST /revoke</c>: ends a token and its pair.</summary>
    public const string Revoke = "revoke";

    /// <summary><c>GET /userinfo</c>: who the token stands for.</summary>
    public const string UserInfo = "userinfo";

    /// <summary><c>POST /message/send</c>: from an app or a person to people.</summary>
    public const string MessageSend = "message/send";

    /// <summary><c>GET /message/version</c>.</summary>
    public const string MessageVersion = "message/version";

    /// <summary><c>GET /user/lookup/{mxitId}</c>: the user id of a login. Append the escaped login.</summary>
    public const string UserLookup = "user/lookup/";

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
}
