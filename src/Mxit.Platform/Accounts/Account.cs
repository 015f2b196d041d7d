using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Accounts;

/// <summary>
/// A person. The row stays when the person is removed, emptied, so that the user id is never given to anybody else.
/// </summary>
internal sealed class Account
{
    /// <summary><c>m</c> and 11 digits; never changes, never reassigned.</summary>
    public required string UserId { get; init; }

    /// <summary>The name to sign in with, as the person writes it; <see langword="null"/> once removed.</summary>
    public string? Login { get; set; }

    /// <summary>The hash of the password; <see langword="null"/> once removed.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The name that others see.</summary>
    public required string DisplayName { get; set; }

    /// <summary>
    /// Changes with the password, and when the person is suspended or removed; sessions and grants that carry an older one are
    /// over.
    /// </summary>
    public required string SecurityStamp { get; set; }

    /// <summary>When the account was made.</summary>
    public required DateTime CreatedUtc { get; init; }

    /// <summary>Since when the person may not sign in; <see langword="null"/> for who may.</summary>
    public DateTime? SuspendedUtc { get; set; }

    /// <summary>When the account was removed, if it was.</summary>
    public DateTime? RemovedUtc { get; set; }

    /// <summary>
    /// When anything here last changed that others may have in memory. Each server asks now and then for what changed since,
    /// so it is set with every such change.
    /// </summary>
    public DateTime ChangedUtc { get; set; }

    /// <summary>The id of the picture; <see langword="null"/> for the default one.</summary>
    public string? AvatarId { get; set; }

    /// <summary>What the person tells of themselves.</summary>
    public PersonProfile Profile { get; init; } = new();
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Accounts");
        account.HasKey(row => row.UserId);
        account.Property(row => row.UserId).HasMaxLength(50);
        account.Property(row => row.Login).HasMaxLength(64);
        account.Property(row => row.PasswordHash).HasMaxLength(500);
        account.Property(row => row.DisplayName).HasMaxLength(100);
        account.Property(row => row.SecurityStamp).HasMaxLength(64);
        account.Property(row => row.AvatarId).HasMaxLength(64);
        account.HasIndex(row => row.ChangedUtc);
        account.ComplexProperty(row => row.Profile, PersonProfile.Map);
    }
}
