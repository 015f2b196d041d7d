using Mxit.Platform.Accounts;
using Mxit.Platform.Messages;
using Mxit.Wire;

namespace Mxit.Platform.Profiles;

/// <summary>Says whether people are there, and what they show of themselves. Source: wire document, section 4.8.</summary>
internal sealed class PersonStates(IPresence presence, TimeProvider clock)
{
    /// <summary>The state of a person now.</summary>
    public PersonStateReply Describe(PersonCard person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Describe(
            person.UserId,
            person.Availability,
            person.Mood,
            person.StatusMessage,
            person.StateChangedUtc,
            person.LastOnlineUtc,
            person.RegisteredUtc);
    }

    /// <summary>The state now of a person with these columns.</summary>
    /// <param name="userId">Who is asked for among those who are connected.</param>
    /// <param name="availability">What the person shows while connected.</param>
    /// <param name="mood">The mood.</param>
    /// <param name="statusMessage">The status message.</param>
    /// <param name="stateChangedUtc">When the three last changed, if ever.</param>
    /// <param name="lastOnlineUtc">When the person was last known to be connected, if ever.</param>
    /// <param name="registeredUtc">When the account was made: it stands in for what never happened, since old clients need a
    /// date.</param>
    public PersonStateReply Describe(
        string userId,
        Availability availability,
        Mood mood,
        string statusMessage,
        DateTime? stateChangedUtc,
        DateTime? lastOnlineUtc,
        DateTime registeredUtc)
    {
        var isOnline = presence.IsOnline(userId);
        return new PersonStateReply
        {
            Availability = isOnline ? availability : Availability.Disconnected,
            IsOnline = isOnline,
            LastModified = WireDate.FromUtc(stateChangedUtc ?? registeredUtc),
            LastOnline = WireDate.FromUtc(isOnline ? clock.GetUtcNow().UtcDateTime : lastOnlineUtc ?? registeredUtc),
            Mood = mood,
            StatusMessage = statusMessage,
        };
    }
}
