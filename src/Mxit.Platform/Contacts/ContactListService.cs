using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Mxit.Platform.Accounts;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Contacts;

/// <summary>Contact lists as they are shown.</summary>
internal sealed class ContactListService
{
    /// <summary>The most entries of one page of <see cref="PageAsync"/>.</summary>
    public const int MaxPage = 200;

    // An app is always there, and shows nothing. Old programs read these members of every entry.
    private static readonly PersonStateReply AppState = new()
    {
        Availability = Availability.Connected,
        IsOnline = true,
        Mood = Mood.None,
    };

    private readonly ContactListStore _store;
    private readonly PersonStates _states;

    internal ContactListService(ContactListStore store, PersonStates states) => (_store, _states) = (store, states);

    /// <summary>
    /// Some of a person's contacts, by name without regard to case and then by id. Source: wire document, section 5.1.
    /// </summary>
    /// <param name="ownerId">Whose list it is.</param>
    /// <param name="filter">Which of them; see <see cref="ContactFilter.Historic"/>.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The contacts; <see langword="null"/> when there is no such filter.</returns>
    public async Task<IReadOnlyList<ContactReply>?> ListAsync(
        string ownerId, ContactFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        ContactFilters.FindOrNull(filter) is { } condition
            ? (await _store.ListAsync(ownerId, condition, skip, take, cancellationToken)).ConvertAll(Describe)
            : null;

    /// <summary>A page of a person's contacts, in the same order, behind the place that the page before it ended with.</summary>
    /// <param name="ownerId">Whose list it is.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">What the page before gave as <see cref="MessengerContactPageReply.Next"/>; <see langword="null"/> for
    /// the first.</param>
    /// <param name="limit">How many at most, 1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The page; <see langword="null"/> when there is no such filter.</returns>
    /// <exception cref="FormatException"><paramref name="after"/> is not what a page gave.</exception>
    public async Task<MessengerContactPageReply?> PageAsync(
        string ownerId, ContactFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var position = after is null ? null : ReadPosition(after);
        if (ContactFilters.FindOrNull(filter) is not { } condition)
        {
            return null;
        }

        var rows = await _store.ListAfterAsync(ownerId, condition, position, limit + 1, cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore)
        {
            rows.RemoveAt(limit);
        }

        return new MessengerContactPageReply(rows.ConvertAll(DescribeToPerson), hasMore ? WritePosition(rows[^1]) : null);
    }

    /// <summary>One entry of a person's contact list, in any state; <see langword="null"/> when there is none.</summary>
    /// <param name="ownerId">Whose list it is.</param>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<MessengerContactReply?> FindOrNullAsync(string ownerId, string id, CancellationToken cancellationToken) =>
        // What cannot be an id is not in the table, and may hold characters that the database refuses.
        (NameRules.LooksLikeUserId(id) || NameRules.IsServiceName(id))
        && await _store.FindOrNullAsync(ownerId, id, cancellationToken) is { } row
            ? DescribeToPerson(row)
            : null;

    /// <summary>How many invites wait for the person's answer; those of blocked people do not.</summary>
    public Task<int> CountInvitesAsync(string ownerId, CancellationToken cancellationToken) =>
        _store.CountAsync(ownerId, row => row.Subscription == SubscriptionType.Ask && !row.Blocked, cancellationToken);

    private static string WritePosition(ContactRow row) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{row.Id}\n{row.SortName}"));

    private static ContactPosition ReadPosition(string text)
    {
        var bytes = Base64Url.DecodeFromChars(text);
        var parts = Encoding.UTF8.GetString(bytes).Split('\n', 2);
        return parts.Length == 2 && Utf8.IsValid(bytes) && !parts.Any(part => part.Contains('\0', StringComparison.Ordinal))
            ? new ContactPosition(parts[1], parts[0])
            : throw new FormatException("The text is not a position in a contact list.");
    }

    // Apps have no avatar.
    private static string AvatarId(ContactRow row) =>
        row.Type == ContactType.User ? row.AvatarId ?? DefaultPictures.GetAvatarId(row.Id) : "";

    private ContactReply Describe(ContactRow row) => new()
    {
        DisplayName = row.DisplayName,
        AvatarId = AvatarId(row),
        State = State(row),
        UserId = row.Id,
        Blocked = row.Blocked,
        ContactType = row.Type,
        Group = row.Group,
        SubscriptionType = row.Subscription,
    };

    private MessengerContactReply DescribeToPerson(ContactRow row)
    {
        var state = State(row);
        return new MessengerContactReply(
            row.Id, row.Type == ContactType.User ? "person" : "app", row.DisplayName, row.Subscription)
        {
            AvatarId = AvatarId(row),
            Group = row.Group,
            Blocked = row.Blocked,
            IsOnline = state.IsOnline,
            LastOnlineUtc = row.Type == ContactType.User && MaySeePresence(row) ? state.LastOnline?.UtcDateTime : null,
            Availability = state.Availability ?? Availability.Disconnected,
            Mood = state.Mood ?? Mood.None,
            StatusMessage = state.StatusMessage,
        };
    }

    // Whether somebody is there is for those whom they accepted and do not block.
    private static bool MaySeePresence(ContactRow row) =>
        row is { Subscription: SubscriptionType.Both, IsBlockedByPeer: false };

    private PersonStateReply State(ContactRow row)
    {
        if (row.Type == ContactType.Application)
        {
            return AppState;
        }

        var registeredUtc = row.CreatedUtc!.Value;
        var state = _states.Describe(
            row.Id, row.Availability!.Value, row.Mood!.Value, row.StatusMessage!, row.StateChangedUtc, row.LastOnlineUtc,
            registeredUtc);
        return MaySeePresence(row) ? state : state.ToStrangers(registeredUtc);
    }
}
