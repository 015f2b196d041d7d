using Mxit.Platform.Contacts;
using Mxit.Web.Pages;

namespace Mxit.Web.People;

/// <summary>What the page of contacts shows: several lists, or one of them from some place on.</summary>
internal sealed record ContactsModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The lists that have entries, in the order in which they are shown.</summary>
    public required IReadOnlyList<ContactSection> Sections { get; init; }

    /// <summary>The address of the page.</summary>
    public required string Address { get; init; }

    /// <summary>One list is shown by itself.</summary>
    public bool IsOneList { get; init; }

    /// <summary>People whom the person may know.</summary>
    public IReadOnlyList<BasicProfileReply> Suggestions { get; init; } = [];

    /// <summary>Whom the person wanted to add.</summary>
    public string? Typed { get; init; }

    /// <summary>Why that, or another change, was not done.</summary>
    public string? Problem { get; init; }
}

/// <summary>One list of contacts, or a part of it.</summary>
/// <param name="List">Which one.</param>
/// <param name="Entries">The entries, by name.</param>
/// <param name="Next">The place at which the next part begins; <see langword="null"/> when there is none.</param>
internal sealed record ContactSection(ContactFilter List, IReadOnlyList<MessengerContactReply> Entries, string? Next);

/// <summary>What the page of another person, or an app, shows.</summary>
internal sealed record PersonModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The person; <see langword="null"/> for an app.</summary>
    public PersonView? Person { get; init; }

    /// <summary>The entry in the contact list of who looks; <see langword="null"/> when there is none.</summary>
    public MessengerContactReply? Contact { get; init; }

    /// <summary>The name of the group that was typed.</summary>
    public string? TypedGroup { get; init; }

    /// <summary>Why a change was not done.</summary>
    public string? Problem { get; init; }
}
