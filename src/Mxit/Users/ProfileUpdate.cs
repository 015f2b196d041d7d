using Mxit.Wire;

namespace Mxit;

/// <summary>
/// Changes to a profile. Members that are not set are not changed; <c>""</c> clears a text. A server refuses an invalid value and
/// then changes nothing. Source: <c>PUT /user/profile</c>, wire document, section 4.10.
/// </summary>
/// <example>
/// <code>new ProfileUpdate { Gender = Gender.Female, AboutMe = "" }</code>
/// </example>
public sealed record ProfileUpdate
{
    /// <summary>The text about the person; servers of this project accept 1,000 characters.</summary>
    public Optional<string> AboutMe { get; init; }

    /// <summary>The display name, 1 to 100 characters. It cannot be cleared.</summary>
    public Optional<string> DisplayName { get; init; }

    /// <summary>The e-mail address; the historic service accepted 64 characters.</summary>
    public Optional<string> Email { get; init; }

    /// <summary>The first name; the historic service accepted 64 characters.</summary>
    public Optional<string> FirstName { get; init; }

    /// <summary>The gender.</summary>
    public Optional<Gender> Gender { get; init; }

    /// <summary>The last name; the historic service accepted 64 characters.</summary>
    public Optional<string> LastName { get; init; }

    /// <summary>The mobile number; the historic service accepted 21 characters.</summary>
    public Optional<string> MobileNumber { get; init; }

    /// <summary>The relationship status.</summary>
    public Optional<RelationshipStatus> RelationshipStatus { get; init; }

    /// <summary>The title, such as <c>Mr</c>; the historic service accepted 32 characters.</summary>
    public Optional<string> Title { get; init; }

    /// <summary>The location that the person shows; servers of this project accept 100 characters.</summary>
    public Optional<string> WhereAmI { get; init; }

    /// <summary>Shows the names of the changed members; the values are private.</summary>
    public override string ToString()
    {
        var names = Members().Where(static member => member.IsSet).Select(static member => member.Name);
        return $"{nameof(ProfileUpdate)} {{ {string.Join(", ", names)} }}";
    }

    internal UpdateProfileBody ToBody() => new()
    {
        AboutMe = TextOf(AboutMe),
        DisplayName = TextOf(DisplayName),
        Email = TextOf(Email),
        FirstName = TextOf(FirstName),
        Gender = Gender.HasValue ? (int)Gender.Value : null,
        LastName = TextOf(LastName),
        MobileNumber = TextOf(MobileNumber),
        RelationshipStatus = RelationshipStatus.HasValue ? (int)RelationshipStatus.Value : null,
        Title = TextOf(Title),
        WhereAmI = TextOf(WhereAmI),
    };

    /// <summary>Texts that an error must not repeat.</summary>
    internal IReadOnlyList<string> Texts() =>
        [.. new[] { AboutMe, DisplayName, Email, FirstName, LastName, MobileNumber, Title, WhereAmI }
            .Where(static text => text.HasValue)
            .Select(static text => text.Value)];

    private static string? TextOf(Optional<string> text) => text.HasValue ? text.Value : null;

    private (string Name, bool IsSet)[] Members() =>
    [
        (nameof(AboutMe), AboutMe.HasValue),
        (nameof(DisplayName), DisplayName.HasValue),
        (nameof(Email), Email.HasValue),
        (nameof(FirstName), FirstName.HasValue),
        (nameof(Gender), Gender.HasValue),
        (nameof(LastName), LastName.HasValue),
        (nameof(MobileNumber), MobileNumber.HasValue),
        (nameof(RelationshipStatus), RelationshipStatus.HasValue),
        (nameof(Title), Title.HasValue),
        (nameof(WhereAmI), WhereAmI.HasValue),
    ];
}
