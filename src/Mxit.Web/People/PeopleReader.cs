using Mxit.Platform.Contacts;
using Mxit.Web.Pages;

namespace Mxit.Web.People;

/// <summary>Reads the data of the pages of contacts and people.</summary>
internal sealed class PeopleReader(
    ContactListService contacts, SuggestionService suggestions, PersonViewService people, TimeProvider clock)
{
    private const int PageLength = 100;
    private const int Suggestions = 6;

    // Open invites come first, ended contacts last.
    private static readonly ContactFilter[] Lists =
    [
        ContactFilter.Invites, ContactFilter.Connections, ContactFilter.Pending,
        ContactFilter.Blocked, ContactFilter.Rejected, ContactFilter.Deleted,
    ];

    /// <summary>All lists, each from its beginning.</summary>
    public async Task<ContactsModel> ReadContactsAsync(Frame frame, CancellationToken cancellationToken)
    {
        var sections = new List<ContactSection>(Lists.Length);
        foreach (var list in Lists)
        {
            sections.Add(await ReadAsync(frame.UserId, list, after: null, cancellationToken));
        }

        return new ContactsModel
        {
            Frame = frame,
            NowUtc = clock.GetUtcNow().UtcDateTime,
            Address = PeopleUrl.Contacts,
            Sections = [.. sections.Where(section => section.Entries.Count > 0 || section.Next is not null)],
            Suggestions = await suggestions.SuggestAsync(frame.UserId, Suggestions, cancellationToken),
        };
    }

    /// <summary>One list from a cursor on; <see langword="null"/> for an unknown list or cursor.</summary>
    public async Task<ContactsModel?> ReadContactsOrNullAsync(
        Frame frame, string list, string? after, CancellationToken cancellationToken)
    {
        if (Array.Find(Lists, known => PeopleUrl.ListName(known) == list) is not { Value: not null } shown)
        {
            return null;
        }

        try
        {
            return new ContactsModel
            {
                Frame = frame,
                NowUtc = clock.GetUtcNow().UtcDateTime,
                Address = PeopleUrl.List(shown, after),
                Sections = [await ReadAsync(frame.UserId, shown, after, cancellationToken)],
                IsOneList = true,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A person, or an app among the contacts; <see langword="null"/> when there is neither.</summary>
    public async Task<PersonModel?> ReadPersonOrNullAsync(Frame frame, string id, CancellationToken cancellationToken)
    {
        var person = await people.FindOrNullAsync(frame.UserId, id, cancellationToken);
        var contact = person is null ? await contacts.FindOrNullAsync(frame.UserId, id, cancellationToken) : person.Contact;
        return person is null && contact is null
            ? null
            : new PersonModel
            {
                Frame = frame,
                NowUtc = clock.GetUtcNow().UtcDateTime,
                Person = person,
                Contact = contact,
            };
    }

    private async Task<ContactSection> ReadAsync(
        string userId, ContactFilter list, string? after, CancellationToken cancellationToken)
    {
        var page = await contacts.PageAsync(userId, list, after, PageLength, cancellationToken)
            ?? throw new InvalidOperationException($"There is no list of {list}.");

        // Blocked contacts are only in the list of blocked ones.
        return new ContactSection(
            list,
            list == ContactFilter.Blocked ? page.Contacts : [.. page.Contacts.Where(contact => !contact.Blocked)],
            page.Next);
    }
}
