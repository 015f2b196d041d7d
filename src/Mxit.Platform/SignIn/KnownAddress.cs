using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.SignIn;

/// <summary>An address, or a network of IPv6, from which a person signed in.</summary>
internal sealed class KnownAddress
{
    /// <summary>The person.</summary>
    public required string UserId { get; init; }

    /// <summary>The address or network.</summary>
    public required string Network { get; init; }

    /// <summary>When that was, the last time but for a day.</summary>
    public DateTime LastUtc { get; set; }
}

internal sealed class KnownAddressMapping : IEntityTypeConfiguration<KnownAddress>
{
    public void Configure(EntityTypeBuilder<KnownAddress> address)
    {
        address.ToTable("KnownAddresses");
        address.HasKey(row => new { row.UserId, row.Network });
        address.Property(row => row.UserId).HasMaxLength(50);
        address.Property(row => row.Network).HasMaxLength(45);
        address.HasIndex(row => row.LastUtc);
    }
}
