using System.Linq.Expressions;

namespace Mxit.Platform.Accounts;

/// <summary>
/// A person as one moment saw them: names, picture, everything of the profile. Never changes, so that many may hold it.
/// </summary>
internal sealed record PersonCard
{
    /// <summary>The user id.</summary>
    public required string UserId { get; init; }

    /// <summary>The name to sign in with, as the person writes it.</summary>
    public required string Login { get; init; }

    /// <summary>The name that others see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The id of the picture; <see langword="null"/> for the default one.</summary>
    public string? AvatarId { get; init; }

    /// <summary>When the account was made.</summary>
    public required DateTime RegisteredUtc { get; init; }

    /// <summary>When the account had last changed.</summary>
    public required DateTime ChangedUtc { get; init; }

    /// <inheritdoc cref="PersonProfile.StatusMessage"/>
    public string StatusMessage { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.Mood"/>
    public Mood Mood { get; init; }

    /// <inheritdoc cref="PersonProfile.Availability"/>
    public Availability Availability { get; init; }

    /// <inheritdoc cref="PersonProfile.StateChangedUtc"/>
    public DateTime? StateChangedUtc { get; init; }

    /// <summary>
    /// When the person was last known to be connected; <see langword="null"/> if never. Of a person who is connected it may be
    /// behind.
    /// </summary>
    public DateTime? LastOnlineUtc { get; init; }

    /// <inheritdoc cref="PersonProfile.AboutMe"/>
    public string AboutMe { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.FirstName"/>
    public string FirstName { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.LastName"/>
    public string LastName { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.Title"/>
    public string Title { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.Gender"/>
    public Gender? Gender { get; init; }

    /// <inheritdoc cref="PersonProfile.RelationshipStatus"/>
    public RelationshipStatus RelationshipStatus { get; init; }

    /// <inheritdoc cref="PersonProfile.DateOfBirth"/>
    public DateOnly? DateOfBirth { get; init; }

    /// <inheritdoc cref="PersonProfile.Email"/>
    public string Email { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.MobileNumber"/>
    public string MobileNumber { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.WhereAmI"/>
    public string WhereAmI { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.LanguageCode"/>
    public string LanguageCode { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.CultureName"/>
    public string CultureName { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.RegisteredCountryCode"/>
    public string RegisteredCountryCode { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.LastKnownCountryCode"/>
    public string LastKnownCountryCode { get; init; } = "";

    /// <inheritdoc cref="PersonProfile.NetworkOperatorCode"/>
    public string NetworkOperatorCode { get; init; } = "";

    internal static Expression<Func<Account, PersonCard>> FromAccount { get; } = account => new PersonCard
    {
        UserId = account.UserId,
        Login = account.Login ?? "",
        DisplayName = account.DisplayName,
        AvatarId = account.AvatarId,
        RegisteredUtc = account.CreatedUtc,
        ChangedUtc = account.ChangedUtc,
        StatusMessage = account.Profile.StatusMessage,
        Mood = account.Profile.Mood,
        Availability = account.Profile.Availability,
        StateChangedUtc = account.Profile.StateChangedUtc,
        LastOnlineUtc = account.Profile.LastOnlineUtc,
        AboutMe = account.Profile.AboutMe,
        FirstName = account.Profile.FirstName,
        LastName = account.Profile.LastName,
        Title = account.Profile.Title,
        Gender = account.Profile.Gender,
        RelationshipStatus = account.Profile.RelationshipStatus,
        DateOfBirth = account.Profile.DateOfBirth,
        Email = account.Profile.Email,
        MobileNumber = account.Profile.MobileNumber,
        WhereAmI = account.Profile.WhereAmI,
        LanguageCode = account.Profile.LanguageCode,
        CultureName = account.Profile.CultureName,
        RegisteredCountryCode = account.Profile.RegisteredCountryCode,
        LastKnownCountryCode = account.Profile.LastKnownCountryCode,
        NetworkOperatorCode = account.Profile.NetworkOperatorCode,
    };

    /// <summary>Shows the user id only: the rest belongs to the person.</summary>
    public override string ToString() => $"{nameof(PersonCard)} {{ {nameof(UserId)} = {UserId} }}";
}
