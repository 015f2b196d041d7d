using Mxit.Platform.Contacts;
using Mxit.Web.Pages;

namespace Mxit.Web.People;

/// <summary>The model of the contacts page: several lists, or one of them from a cursor on.</summary>
internal sealed record ContactsModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The time at which the page was rendered.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The lists that have entries, in the order in which they are shown.</summary>
    public required IReadOnlyList<ContactSection> Sections { get; init; }

    /// <summary>The address of the page.</summary>
    public required string Address { get; init; }

    /// <summary>Whether only one list is shown.</summary>
    public bool IsOneList { get; init; }

    /// <summary>People that the person may know.</summary>
    public IReadOnlyList<BasicProfileReply> Suggestions { get; init; } = [];

    /// <summary>The login or name that the person typed.</summary>
    public string? Typed { get; init; }

    /// <summary>Why the last change was refused.</summary>
    public string? Problem { get; init; }
}

/// <summary>One list of contacts, or a part of it.</summary>
/// <param name="List">The list.</param>
/// <param name="Entries">The entries, by name.</param>
/// <param name="Next">The cursor of the next part; <see langword="null"/> when there is none.</param>
internal sealed record ContactSection(ContactFilter List, IReadOnlyList<MessengerContactReply> Entries, string? Next);

/// <summary>The model of the page of another person or an app.</summary>
internal sealed record PersonModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The time at which the page was rendered.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The person; <see langword="null"/> for an app.</summary>
    public PersonView? Person { get; init; }

    /// <summary>The entry in the reader's contact list; <see langword="null"/> when there is none.</summary>
    public MessengerContactReply? Contact { get; init; }

    /// <summary>The name of the group that was typed.</summary>
    public string? TypedGroup { get; init; }

    /// <summary>Why a change was refused.</summary>
    public string? Problem { get; init; }
}
