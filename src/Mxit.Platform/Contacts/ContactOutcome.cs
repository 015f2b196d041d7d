namespace Mxit.Platform.Contacts;

/// <summary>What became of a change to a contact list.</summary>
internal enum ContactOutcome
{
    /// <summary>Done, or it was so already.</summary>
    Done,

    /// <summary>There is no such person and no such app.</summary>
    Unknown,

    /// <summary>Nobody can be their own contact.</summary>
    Self,

    /// <summary>The other side is not in the list.</summary>
    NotAContact,

    /// <summary>There is no invite to answer.</summary>
    NoInvite,

    /// <summary>The name of the group is too long or holds control characters.</summary>
    GroupInvalid,
}
