using Mxit.Wire;

namespace Mxit;

/// <summary>
/// What to change of a profile. Members that are left out stay as they are; <c>""</c> clears a text. A server refuses what is too
/// long or of the wrong form, and then changes nothing. Source: <c>PUT /user/profile</c>, wire document, section 4.10.
/// </summary>
/// <example>
/// <code>new ProfileUpdate { Gender = Gender.Female, AboutMe = "" }</code>
/// </example>
public sealed record ProfileUpdate
{
    /// <summary>What the person says about themselves; servers of this project have room for 1,000 characters.</summary>
    public Optional<string> AboutMe { get; init; }

    /// <summary>The name that others see, 1 to 100 characters: the one text that cannot be cleared.</summary>
    public Optional<string> DisplayName { get; init; }

    /// <summary>The e-mail address; the historic service had room for 64 characters.</summary>
    public Optional<string> Email { get; init; }

    /// <summary>The first name; the historic service had room for 64 characters.</summary>
    public Optional<string> FirstName { get; init; }

    /// <summary>The gender.</summary>
    public Optional<Gender> Gender { get; init; }

    /// <summary>The last name; the historic service had room for 64 characters.</summary>
    public Optional<string> LastName { get; init; }

    /// <summary>The mobile number; the historic service had room for 21 characters.</summary>
    public Optional<string> MobileNumber { get; init; }

    /// <summary>The relationship status.</summary>
    public Optional<RelationshipStatus> RelationshipStatus { get; init; }

    /// <summary>The title, such as <c>Mr</c>; the historic service had room for 32 characters.</summary>
    public Optional<string> Title { get; init; }

    /// <summary>Where the person says to be; servers of this project have room for 100 characters.</summary>
    public Optional<string> WhereAmI { get; init; }

    /// <summary>What is to be changed, by name; the values belong to the person.</summary>
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

    /// <summary>The texts that an error must not repeat.</summary>
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
