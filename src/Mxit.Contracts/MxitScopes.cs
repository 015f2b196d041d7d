namespace Mxit;

/// <summary>
/// The permissions that an app can ask for. A token carries one or more of them, separated by spaces.
/// Source: wire document, section 2.1.
/// </summary>
public static class MxitScopes
{
    /// <summary>Look people up; read public status, name, picture and basic profile. App or user token.</summary>
    public const string ProfilePublic = "profile/public";

    /// <summary>Read the person's own full profile. User token.</summary>
    public const string ProfilePrivate = "profile/private";

    /// <summary>Change the person's profile. User token.</summary>
    public const string ProfileWrite = "profile/write";

    /// <summary>Set the person's status message. User token.</summary>
    public const string StatusWrite = "status/write";

    /// <summary>Set or delete the person's picture and cover. User token.</summary>
    public const string AvatarWrite = "avatar/write";

    /// <summary>Read the person's contacts and suggestions. User token.</summary>
    public const string GraphRead = "graph/read";

    /// <summary>Invite people and add apps as the person. User token.</summary>
    public const string ContactInvite = "contact/invite";

    /// <summary>Recommend an app to one of the person's contacts.</summary>
    public const string ContactRecommend = "contact/recommend";

    /// <summary>Read the person's picture gallery. User token.</summary>
    public const string ContentRead = "content/read";

    /// <summary>Change the person's picture gallery. User token.</summary>
    public const string ContentWrite = "content/write";

    /// <summary>Offer files to people. App or user token.</summary>
    public const string ContentSend = "content/send";

    /// <summary>Send messages as the app. App token.</summary>
    public const string MessageSend = "message/send";

    /// <summary>Send messages as the person. User token.</summary>
    public const string MessageUser = "message/user";

    /// <summary>Learn who signed in: <c>id_token</c> and <c>/userinfo</c>. User token.</summary>
    public const string OpenId = "openid";

    /// <summary>
    /// Read and answer the person's messages under <c>/messenger/</c>. User token.
    /// Not part of the historic service, where no public API could read messages.
    /// </summary>
    public const string Messenger = "messenger";

    /// <summary>The 14 scopes of the historic service.</summary>
    public static IReadOnlyList<string> Historic { get; } =
    [
        ProfilePublic, ProfilePrivate, ProfileWrite, StatusWrite, AvatarWrite, GraphRead, ContactInvite,
        ContactRecommend, ContentRead, ContentWrite, ContentSend, MessageSend, MessageUser, OpenId,
    ];

    /// <summary>Every scope that the server knows: the historic ones and <see cref="Messenger"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Historic, Messenger];
}
