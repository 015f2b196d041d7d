namespace Mxit.Internal;

/// <summary>Which answers are more than of the right type: without an id nobody can do anything with a person.</summary>
internal static class Whole
{
    public static bool Profile(PersonSummary person) => person.UserId.Length > 0;

    public static bool Profiles(IReadOnlyList<BasicProfile> people) => people.All(static person => person?.UserId.Length > 0);

    public static bool Contacts(ContactList list) => list.Contacts.All(static contact => contact?.UserId.Length > 0);
}
