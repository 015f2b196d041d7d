namespace Mxit.Web.Pages;

/// <summary>The texts of scopes on the consent page.</summary>
internal static class ScopeText
{
    public static string Describe(string scope) => scope switch
    {
        MxitScopes.ProfilePublic => "look people up and read what their profiles show to everyone",
        MxitScopes.ProfilePrivate => "read your full profile",
        MxitScopes.ProfileWrite => "change your profile",
        MxitScopes.StatusWrite => "set your status message",
        MxitScopes.AvatarWrite => "change your picture and cover",
        MxitScopes.GraphRead => "read your contact list and suggestions",
        MxitScopes.ContactInvite => "invite contacts and add apps for you",
        MxitScopes.ContactRecommend => "recommend apps to your contacts",
        MxitScopes.ContentRead => "see your gallery",
        MxitScopes.ContentWrite => "add, change and delete pictures in your gallery",
        MxitScopes.ContentSend => "offer files to people",
        MxitScopes.MessageSend => "send messages in its own name",
        MxitScopes.MessageUser => "send messages in your name",
        MxitScopes.OpenId => "know who you are on Mxit",
        MxitScopes.Messenger => "read and answer your messages",
        _ => scope,
    };
}
