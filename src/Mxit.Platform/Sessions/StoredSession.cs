using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Sessions;

/// <summary>
/// A session of a person on the pages: from signing in to signing out, in one browser. The row goes when the session ends.
/// </summary>
internal sealed class StoredSession
{
    /// <summary>Names the session for its person; opens nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>The hash of what the cookie holds.</summary>
    public required string Hash { get; init; }

    /// <summary>The person.</summary>
    public required string UserId { get; init; }

    /// <summary>The security stamp of the account when the session began. With another one the session is over.</summary>
    public required string SecurityStamp { get; init; }

    /// <summary>What the browser called itself.</summary>
    public required string Browser { get; init; }

    /// <summary>Where it was.</summary>
    public required string Address { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTime StartedUtc { get; init; }

    /// <summary>When it was used last, but for a few minutes.</summary>
    public DateTime UsedUtc { get; set; }

    /// <summary>When it ends unless it is used, or at last.</summary>
    public DateTime EndsUtc { get; set; }
}

internal sealed class StoredSessionMapping : IEntityTypeConfiguration<StoredSession>
{
    public void Configure(EntityTypeBuilder<StoredSession> session)
    {
        session.ToTable("Sessions");
        session.HasKey(row => row.Id);
        session.Property(row => row.Id).ValueGeneratedNever();
        session.Property(row => row.Hash).HasMaxLength(64);
        session.Property(row => row.UserId).HasMaxLength(50);
        session.Property(row => row.SecurityStamp).HasMaxLength(64);
        session.Property(row => row.Browser).HasMaxLength(StoredSessionLimits.Browser);
        session.Property(row => row.Address).HasMaxLength(45);
        session.HasIndex(row => row.Hash).IsUnique();
        session.HasIndex(row => row.UserId);
        session.HasIndex(row => row.EndsUtc);
    }
}

internal static class StoredSessionLimits
{
    public const int Browser = 300;
}
