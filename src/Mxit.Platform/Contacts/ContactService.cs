using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Who knows whom.</summary>
public sealed class ContactService
{
    // The roster group of the historic chat protocol; wire document, section 5.1.
    private const string DefaultGroup = "MXit";

    private readonly ContactStore _store;
    private readonly TimeProvider _clock;

    internal ContactService(ContactStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
    }

    /// <summary>Makes two people contacts of each other, as if one had invited and the other accepted.</summary>
    /// <exception cref="ArgumentException">Both are the same person.</exception>
    public Task ConnectPeopleAsync(string userId, string otherUserId, CancellationToken cancellationToken)
    {
        if (userId == otherUserId)
        {
            throw new ArgumentException("Nobody can be a contact of their own.", nameof(otherUserId));
        }

        return _store.AcceptAsync(
            [Accepted(userId, otherUserId, ContactType.User), Accepted(otherUserId, userId, ContactType.User)],
            cancellationToken);
    }

    /// <summary>Adds an app to a person's contacts, so that its messages reach the person.</summary>
    public Task AddAppAsync(string userId, string serviceName, CancellationToken cancellationToken) =>
        _store.AcceptAsync([Accepted(userId, serviceName, ContactType.Application)], cancellationToken);

    /// <summary>Whether the owner gets what the other side sends.</summary>
    public async Task<bool> WelcomesAsync(string ownerId, string peerId, CancellationToken cancellationToken) =>
        await _store.FindAsync(ownerId, peerId, cancellationToken)
            is { Subscription: SubscriptionType.Both, Blocked: false };

    /// <summary>The people whom the owner can write to, by name.</summary>
    public Task<IReadOnlyList<(string PeerId, string DisplayName)>> ListPeopleAsync(
        string ownerId, CancellationToken cancellationToken) =>
        _store.ListPeopleAsync(ownerId, cancellationToken);

    private ContactEntry Accepted(string ownerId, string peerId, ContactType type) => new()
    {
        OwnerId = ownerId,
        PeerId = peerId,
        Type = type,
        Subscription = SubscriptionType.Both,
        Group = DefaultGroup,
        CreatedUtc = _clock.GetStoredUtcNow(),
    };
}
