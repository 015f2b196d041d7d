using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Accounts;

/// <summary>
/// A login or a service name that is taken. People and apps share one set of names, because
/// <c>PUT /user/socialgraph/contact/{contact}</c> takes either: without it an app could be named like a person.
/// The primary key settles the race of two that want the same name.
/// </summary>
internal sealed class ReservedName
{
    /// <summary>The name in lower case.</summary>
    public required string NormalizedName { get; init; }

    /// <summary>The user id or the service name that the name belongs to.</summary>
    public required string OwnerId { get; init; }
}

internal sealed class ReservedNameMapping : IEntityTypeConfiguration<ReservedName>
{
    public void Configure(EntityTypeBuilder<ReservedName> name)
    {
        name.ToTable("ReservedNames");
        name.HasKey(row => row.NormalizedName);
        name.Property(row => row.NormalizedName).HasMaxLength(64);
        name.Property(row => row.OwnerId).HasMaxLength(64);
        name.HasIndex(row => row.OwnerId);
    }
}
