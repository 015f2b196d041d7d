namespace Mxit.Internal;

/// <summary>The one scope that each call of the User API needs. Source: wire document, sections 4.1, 5 and 6.</summary>
internal static class CallScopes
{
    public static readonly ScopeSet ProfilePublic = ScopeSet.Parse(MxitScopes.ProfilePublic);
    public static readonly ScopeSet ProfilePrivate = ScopeSet.Parse(MxitScopes.ProfilePrivate);
    public static readonly ScopeSet ProfileWrite = ScopeSet.Parse(MxitScopes.ProfileWrite);
    public static readonly ScopeSet StatusWrite = ScopeSet.Parse(MxitScopes.StatusWrite);
    public static readonly ScopeSet AvatarWrite = ScopeSet.Parse(MxitScopes.AvatarWrite);
    public static readonly ScopeSet GraphRead = ScopeSet.Parse(MxitScopes.GraphRead);
    public static readonly ScopeSet ContactInvite = ScopeSet.Parse(MxitScopes.ContactInvite);
    public static readonly ScopeSet ContactRecommend = ScopeSet.Parse(MxitScopes.ContactRecommend);
    public static readonly ScopeSet ContentRead = ScopeSet.Parse(MxitScopes.ContentRead);
    public static readonly ScopeSet ContentWrite = ScopeSet.Parse(MxitScopes.ContentWrite);
    public static readonly ScopeSet ContentSend = ScopeSet.Parse(MxitScopes.ContentSend);
    public static readonly ScopeSet MessageSend = ScopeSet.Parse(MxitScopes.MessageSend);
    public static readonly ScopeSet MessageUser = ScopeSet.Parse(MxitScopes.MessageUser);
    public static readonly ScopeSet Messenger = ScopeSet.Parse(MxitScopes.Messenger);
}
