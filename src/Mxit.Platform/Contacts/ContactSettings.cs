using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Contacts;

/// <summary>How contact lists are shown and kept. Section <c>Mxit:Contacts</c>.</summary>
internal sealed class ContactSettings
{
    /// <summary>
    /// <c>GET /user/socialgraph/contactlist</c> gives one item more than <c>count</c> says, as the historic service did: items
    /// <c>skip</c> to <c>skip + count</c>, both included. Switched off, <c>count</c> is the number of items. Source: wire
    /// document, section 5.1.
    /// </summary>
    public bool InclusiveCount { get; set; } = true;

    /// <summary>Of how many people the friends are kept in memory, for suggestions; about 3 KB each for 50 friends.</summary>
    [Range(100, 10_000_000)]
    public int FriendListCapacity { get; set; } = 20_000;

    /// <summary>
    /// After at most twice this time the friends of a person are read again. What this server changes counts at once; what
    /// another process changes shows in suggestions after this time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FriendListAge { get; set; } = TimeSpan.FromMinutes(5);
}
