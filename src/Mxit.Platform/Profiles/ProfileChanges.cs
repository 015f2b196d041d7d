using Mxit.Platform.Accounts;

namespace Mxit.Platform.Profiles;

/// <summary>What to change of a person: members that are <see langword="null"/> stay as they are, empty texts clear.</summary>
internal sealed record ProfileChanges
{
    /// <summary>The name that others see; cannot be cleared.</summary>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="PersonProfile.StatusMessage"/>
    public string? StatusMessage { get; init; }

    /// <inheritdoc cref="PersonProfile.Mood"/>
    public Mood? Mood { get; init; }

    /// <inheritdoc cref="PersonProfile.Availability"/>
    public Availability? Availability { get; init; }

    /// <inheritdoc cref="PersonProfile.AboutMe"/>
    public string? AboutMe { get; init; }

    /// <inheritdoc cref="PersonProfile.FirstName"/>
    public string? FirstName { get; init; }

    /// <inheritdoc cref="PersonProfile.LastName"/>
    public string? LastName { get; init; }

    /// <inheritdoc cref="PersonProfile.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="PersonProfile.Gender"/>
    public Gender? Gender { get; init; }

    /// <inheritdoc cref="PersonProfile.RelationshipStatus"/>
    public RelationshipStatus? RelationshipStatus { get; init; }

    /// <inheritdoc cref="PersonProfile.DateOfBirth"/>
    public DateOnly? DateOfBirth { get; init; }

    /// <inheritdoc cref="PersonProfile.Email"/>
    public string? Email { get; init; }

    /// <inheritdoc cref="PersonProfile.MobileNumber"/>
    public string? MobileNumber { get; init; }

    /// <inheritdoc cref="PersonProfile.WhereAmI"/>
    public string? WhereAmI { get; init; }

    /// <inheritdoc cref="PersonProfile.LanguageCode"/>
    public string? LanguageCode { get; init; }

    /// <inheritdoc cref="PersonProfile.CultureName"/>
    public string? CultureName { get; init; }

    /// <inheritdoc cref="PersonProfile.RegisteredCountryCode"/>
    public string? RegisteredCountryCode { get; init; }

    /// <inheritdoc cref="PersonProfile.LastKnownCountryCode"/>
    public string? LastKnownCountryCode { get; init; }

    /// <inheritdoc cref="PersonProfile.NetworkOperatorCode"/>
    public string? NetworkOperatorCode { get; init; }

    /// <summary>Nothing is to change.</summary>
    public bool IsEmpty => this == Nothing;

    internal bool ChangesState => StatusMessage is not null || Mood is not null || Availability is not null;

    private static ProfileChanges Nothing { get; } = new();

    /// <summary>Shows nothing of what belongs to the person.</summary>
    public override string ToString() => nameof(ProfileChanges);
}
