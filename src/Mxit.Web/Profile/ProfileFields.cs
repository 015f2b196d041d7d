using System.Globalization;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Accounts;
using Mxit.Platform.Profiles;

namespace Mxit.Web.Profile;

/// <summary>
/// The fields of the profile in the form; <see langword="null"/> for a field that the form does not have, and that does not
/// change.
/// </summary>
public sealed record ProfileFields
{
    /// <inheritdoc cref="ProfileChanges.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="ProfileChanges.StatusMessage"/>
    public string? StatusMessage { get; init; }

    /// <summary>The number of the mood.</summary>
    public string? Mood { get; init; }

    /// <summary>The number of the availability.</summary>
    public string? Availability { get; init; }

    /// <inheritdoc cref="ProfileChanges.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="ProfileChanges.FirstName"/>
    public string? FirstName { get; init; }

    /// <inheritdoc cref="ProfileChanges.LastName"/>
    public string? LastName { get; init; }

    /// <inheritdoc cref="ProfileChanges.AboutMe"/>
    public string? AboutMe { get; init; }

    /// <summary>The number of the gender; empty while not stated.</summary>
    public string? Gender { get; init; }

    /// <summary>The number of the relationship status.</summary>
    public string? Relationship { get; init; }

    /// <inheritdoc cref="ProfileChanges.Email"/>
    public string? Email { get; init; }

    /// <inheritdoc cref="ProfileChanges.MobileNumber"/>
    public string? MobileNumber { get; init; }

    /// <inheritdoc cref="ProfileChanges.WhereAmI"/>
    public string? WhereAmI { get; init; }

    /// <summary>Without personal data.</summary>
    public override string ToString() => nameof(ProfileFields);

    internal static ProfileFields Of(PersonCard person) => new()
    {
        DisplayName = person.DisplayName,
        StatusMessage = person.StatusMessage,
        Mood = Number((int)person.Mood),
        Availability = Number((int)person.Availability),
        Title = person.Title,
        FirstName = person.FirstName,
        LastName = person.LastName,
        AboutMe = person.AboutMe,
        Gender = person.Gender is { } gender ? Number((int)gender) : "",
        Relationship = Number((int)person.RelationshipStatus),
        Email = person.Email,
        MobileNumber = person.MobileNumber,
        WhereAmI = person.WhereAmI,
    };

    internal static ProfileFields Read(IFormCollection form)
    {
        return new ProfileFields
        {
            DisplayName = Line("displayName"),
            StatusMessage = Text("statusMessage"),
            Mood = Line("mood"),
            Availability = Line("availability"),
            Title = Line("title"),
            FirstName = Line("firstName"),
            LastName = Line("lastName"),
            AboutMe = Text("aboutMe"),
            Gender = Line("gender"),
            Relationship = Line("relationship"),
            Email = Line("email"),
            MobileNumber = Line("mobileNumber"),
            WhereAmI = Line("whereAmI"),
        };

        string? Line(string name) => form.TryGetValue(name, out var value) ? value.ToString().Trim() : null;

        // Browsers send two characters for a line break; the limit counts one.
        string? Text(string name) => Line(name)?.ReplaceLineEndings("\n");
    }

    internal ProfileChanges ToChanges() => new()
    {
        DisplayName = DisplayName,
        StatusMessage = StatusMessage,
        Mood = (Mood?)ReadNumber(Mood),
        Availability = (Availability?)ReadNumber(Availability),
        Title = Title,
        FirstName = FirstName,
        LastName = LastName,
        AboutMe = AboutMe,
        Gender = (Gender?)ReadNumber(Gender),
        RelationshipStatus = (RelationshipStatus?)ReadNumber(Relationship),
        Email = Email,
        MobileNumber = MobileNumber,
        WhereAmI = WhereAmI,
    };

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A text that is not a number becomes an undefined value, which is refused.
    private static int? ReadNumber(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : -1;
}
