using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Contacts;

/// <summary>
/// Who knows whom. Each action is that of one person, may be repeated, and leaves both sides of a pair in states that fit
/// together; see decision 0003.
/// </summary>
internal sealed class ContactService
{
    /// <summary>The longest name of a group, in UTF-16 code units. Source: wire document, section 1.6.</summary>
    public const int MaxGroupLength = 32;

    /// <summary>The group of everybody who was put into no other.</summary>
    public const string DefaultGroup = ContactKeys.DefaultGroup;

    private readonly ContactStore _store;
    private readonly FriendLists _friends;
    private readonly MessageNews _news;
    private readonly TimeProvider _clock;

    internal ContactService(ContactStore store, FriendLists friends, MessageNews news, TimeProvider clock) =>
        (_store, _friends, _news, _clock) = (store, friends, news, clock);

    /// <summary>Makes two people contacts of each other, as if one had invited and the other accepted.</summary>
    /// <exception cref="ArgumentException">Both are the same person.</exception>
    public Task ConnectPeopleAsync(string userId, string otherUserId, CancellationToken cancellationToken) =>
        userId == otherUserId
            ? throw new ArgumentException("Nobody can be a contact of their own.", nameof(otherUserId))
            : ChangeAsync(userId, new ContactPeer(otherUserId, ContactType.User), ContactRules.Connect, cancellationToken);

    /// <summary>Adds an app to a person's contacts, so that its messages reach the person.</summary>
    public Task AddAppAsync(string userId, string serviceName, CancellationToken cancellationToken) =>
        ChangeAsync(userId, new ContactPeer(serviceName, ContactType.Application), ContactRules.AddApp, cancellationToken);

    /// <summary>
    /// Invites a person, or agrees to the invite of that person; adds an app at once. Somebody who blocks the inviter sees
    /// nothing of it.
    /// </summary>
    /// <param name="userId">Who invites.</param>
    /// <param name="contact">A login in any case, a user id, or a service name in any case, with or without
    /// <c>@mxit.com</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<Refusal?> InviteAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, ContactRules.Invite, ContactRules.AddApp, cancellationToken);

    /// <summary>Agrees to an invite.</summary>
    /// <inheritdoc cref="InviteAsync"/>
    public Task<Refusal?> AcceptAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, pair => ContactRules.Accept(pair, contact), cancellationToken);

    /// <summary>Turns an invite down.</summary>
    /// <inheritdoc cref="InviteAsync"/>
    public Task<Refusal?> RejectAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, pair => ContactRules.Reject(pair, contact), cancellationToken);

    /// <summary>Deletes a contact on both sides, or takes an invite back.</summary>
    /// <inheritdoc cref="InviteAsync"/>
    public Task<Refusal?> DeleteAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, pair => ContactRules.Delete(pair, contact), cancellationToken);

    /// <summary>Wants nothing from the other side any more, which need not be a contact.</summary>
    /// <inheritdoc cref="InviteAsync"/>
    public Task<Refusal?> BlockAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, ContactRules.Block, cancellationToken);

    /// <summary>Ends a block; an invite that waited behind it shows now.</summary>
    /// <inheritdoc cref="InviteAsync"/>
    public Task<Refusal?> UnblockAsync(string userId, string contact, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, ContactRules.Unblock, cancellationToken);

    /// <summary>Puts a contact into a group, which comes into being with its first entry.</summary>
    /// <param name="userId">Whose list it is.</param>
    /// <param name="contact">A login, user id or service name.</param>
    /// <param name="group">At most <see cref="MaxGroupLength"/> characters; the default group when empty.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> MoveAsync(
        string userId, string contact, string group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        group = group.Trim();
        if (group.Length > MaxGroupLength || group.Any(char.IsControl))
        {
            return ContactRefusals.GroupInvalid;
        }

        if (await FindPeerOrNullAsync(contact, cancellationToken) is not { } peer)
        {
            return ContactRefusals.Unknown(contact);
        }

        if (!await _store.MoveAsync(userId, peer.Id, group.Length == 0 ? ContactKeys.DefaultGroup : group, cancellationToken))
        {
            return ContactRefusals.NotAContact(contact);
        }

        _news.PublishContacts([userId]);
        return null;
    }

    /// <summary>Whether the owner gets what the other side sends.</summary>
    public async Task<bool> WelcomesAsync(string ownerId, string peerId, CancellationToken cancellationToken) =>
        await _store.FindAsync(ownerId, peerId, cancellationToken)
            is { Subscription: SubscriptionType.Both, Blocked: false };

    /// <summary>The people whom the owner can write to, by name.</summary>
    public Task<IReadOnlyList<(string PeerId, string DisplayName)>> ListPeopleAsync(
        string ownerId, CancellationToken cancellationToken) =>
        _store.ListPeopleAsync(ownerId, cancellationToken);

    private Task<Refusal?> ActAsync(
        string userId, string contact, ContactRule rule, CancellationToken cancellationToken) =>
        ActAsync(userId, contact, rule, rule, cancellationToken);

    private async Task<Refusal?> ActAsync(
        string userId,
        string contact,
        ContactRule withPerson,
        ContactRule withApp,
        CancellationToken cancellationToken)
    {
        if (await FindPeerOrNullAsync(contact, cancellationToken) is not { } peer)
        {
            return ContactRefusals.Unknown(contact);
        }

        return peer.Id == userId
            ? ContactRefusals.Self
            : await ChangeAsync(userId, peer, peer.Type == ContactType.User ? withPerson : withApp, cancellationToken);
    }

    private async Task<Refusal?> ChangeAsync(
        string userId, ContactPeer peer, ContactRule rule, CancellationToken cancellationToken)
    {
        var result = await _store.ChangeAsync(userId, peer, rule, _clock.GetStoredUtcNow(), cancellationToken);
        if (result.Value is { Count: > 0 } changed)
        {
            _friends.Forget(changed);
            _news.PublishContacts(changed);
        }

        return result.Refusal;
    }

    private async Task<ContactPeer?> FindPeerOrNullAsync(string contact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        var name = NameRules.Normalize(contact);
        if (NameRules.LooksLikeUserId(name))
        {
            return await _store.IsThereAsync(name, cancellationToken) ? new ContactPeer(name, ContactType.User) : null;
        }

        // What cannot be a name is not in the table, and may hold characters that the database refuses.
        if (!NameRules.IsServiceName(name))
        {
            return null;
        }

        var bare = name.EndsWith(NameRules.ServiceDomain, StringComparison.Ordinal)
            ? name[..^NameRules.ServiceDomain.Length]
            : name;
        var found = await _store.FindByNamesAsync([name, bare], cancellationToken);
        return found.Find(row => row.Name == name).Peer
            ?? found.Find(row => row.Peer.Type == ContactType.Application).Peer;
    }
}
