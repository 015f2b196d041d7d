using Mxit.Platform.Profiles;
using Mxit.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>A person as somebody sees them who is not their friend: whether they are there is not told.</summary>
internal static class StrangerProfile
{
    public static BasicProfile Of(PersonCard person, PersonStates states, DateOnly today) => new()
    {
        DisplayName = person.DisplayName,
        AvatarId = person.AvatarId ?? "",
        State = states.Describe(person).AsSeenByStrangers(person.RegisteredUtc),
        UserId = person.UserId,
        AboutMe = person.AboutMe,
        Age = person.DateOfBirth is { } born ? YearsBetween(born, today) : null,
        FirstName = person.FirstName,
        Gender = person.Gender,
        LanguageCode = person.LanguageCode,
        LastKnownCountryCode = person.LastKnownCountryCode,
        LastName = person.LastName,
        NetworkOperatorCode = person.NetworkOperatorCode,
        RegisteredCountryCode = person.RegisteredCountryCode,
        RegistrationDate = WireDate.FromUtc(person.RegisteredUtc),
        StatusMessage = person.StatusMessage,
        Title = person.Title,
    };

    /// <summary>The same state, of somebody who seems never to have been there.</summary>
    public static PersonState AsSeenByStrangers(this PersonState state, DateTime registeredUtc) => state with
    {
        Availability = Availability.Disconnected,
        IsOnline = false,
        LastOnline = WireDate.FromUtc(registeredUtc),
    };

    private static int YearsBetween(DateOnly born, DateOnly today)
    {
        var years = today.Year - born.Year;
        return Math.Max(0, born.AddYears(years) > today ? years - 1 : years);
    }
}
