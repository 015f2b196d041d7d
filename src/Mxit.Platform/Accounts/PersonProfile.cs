using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Accounts;

/// <summary>What a person tells of themselves; part of the person's row. Source: wire document, section 4.7.</summary>
internal sealed class PersonProfile
{
    /// <summary>The longest status message, in UTF-16 code units.</summary>
    public const int MaxStatusMessage = 250;

    /// <summary>The longest display name.</summary>
    public const int MaxDisplayName = 100;

    /// <summary>The longest text about the person.</summary>
    public const int MaxAboutMe = 1_000;

    /// <summary>The longest first or last name, and the longest e-mail address.</summary>
    public const int MaxName = 64;

    /// <summary>The longest title.</summary>
    public const int MaxTitle = 32;

    /// <summary>The longest mobile number.</summary>
    public const int MaxMobileNumber = 21;

    /// <summary>The longest place.</summary>
    public const int MaxWhereAmI = 100;

    /// <summary>The status message; empty for none.</summary>
    public string StatusMessage { get; set; } = "";

    /// <summary>The mood.</summary>
    public Mood Mood { get; set; }

    /// <summary>What the person shows while connected.</summary>
    public Availability Availability { get; set; } = Availability.ReadyToChat;

    /// <summary>When status message, mood or availability last changed; <see langword="null"/> if never.</summary>
    public DateTime? StateChangedUtc { get; set; }

    /// <summary>When the person was last known to be connected; <see langword="null"/> if never.</summary>
    public DateTime? LastOnlineUtc { get; set; }

    /// <summary>What the person says about themselves.</summary>
    public string AboutMe { get; set; } = "";

    /// <summary>The first name.</summary>
    public string FirstName { get; set; } = "";

    /// <summary>The last name.</summary>
    public string LastName { get; set; } = "";

    /// <summary>The title.</summary>
    public string Title { get; set; } = "";

    /// <summary>The gender; <see langword="null"/> while not stated.</summary>
    public Gender? Gender { get; set; }

    /// <summary>The relationship status.</summary>
    public RelationshipStatus RelationshipStatus { get; set; }

    /// <summary>The day of birth; <see langword="null"/> while not stated.</summary>
    public DateOnly? DateOfBirth { get; set; }

    /// <summary>The e-mail address.</summary>
    public string Email { get; set; } = "";

    /// <summary>The mobile number.</summary>
    public string MobileNumber { get; set; } = "";

    /// <summary>Where the person says to be.</summary>
    public string WhereAmI { get; set; } = "";

    /// <summary>The language, ISO 639.</summary>
    public string LanguageCode { get; set; } = "";

    /// <summary>Language and country.</summary>
    public string CultureName { get; set; } = "";

    /// <summary>Where the person registered, ISO 3166-1 alpha-2.</summary>
    public string RegisteredCountryCode { get; set; } = "";

    /// <summary>Where the person was last seen, ISO 3166-1 alpha-2.</summary>
    public string LastKnownCountryCode { get; set; } = "";

    /// <summary>The mobile network.</summary>
    public string NetworkOperatorCode { get; set; } = "";

    internal static void Map(ComplexPropertyBuilder<PersonProfile> profile)
    {
        profile.Property(row => row.StatusMessage).HasMaxLength(MaxStatusMessage);
        profile.Property(row => row.AboutMe).HasMaxLength(MaxAboutMe);
        profile.Property(row => row.FirstName).HasMaxLength(MaxName);
        profile.Property(row => row.LastName).HasMaxLength(MaxName);
        profile.Property(row => row.Title).HasMaxLength(MaxTitle);
        profile.Property(row => row.Email).HasMaxLength(MaxName);
        profile.Property(row => row.MobileNumber).HasMaxLength(MaxMobileNumber);
        profile.Property(row => row.WhereAmI).HasMaxLength(MaxWhereAmI);
        profile.Property(row => row.LanguageCode).HasMaxLength(16);
        profile.Property(row => row.CultureName).HasMaxLength(16);
        profile.Property(row => row.RegisteredCountryCode).HasMaxLength(2);
        profile.Property(row => row.LastKnownCountryCode).HasMaxLength(2);
        profile.Property(row => row.NetworkOperatorCode).HasMaxLength(16);
    }
}
