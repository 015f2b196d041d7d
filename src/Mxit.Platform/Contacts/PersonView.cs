
namespace Mxit.Platform.Contacts;

/// <summary>A person as another person sees them.</summary>
internal sealed record PersonView
{
    /// <summary>Names, picture, state and what else the other may know.</summary>
    public required BasicProfileReply Profile { get; init; }

    /// <summary>The entry in the contact list of who looks; <see langword="null"/> when there is none.</summary>
    public MessengerContactReply? Contact { get; init; }

    /// <summary>Where the person says to be; empty for those who may not know.</summary>
    public string WhereAmI { get; init; } = "";

    /// <summary>Whether the state says if the person is there, and when they last were.</summary>
    public bool ShowsPresence { get; init; }

    /// <summary>Shows the user id only: the rest belongs to the person.</summary>
    public override string ToString() => $"{nameof(PersonView)} {{ {nameof(Profile.UserId)} = {Profile.UserId} }}";
}
