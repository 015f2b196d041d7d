using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Recommendations;

/// <summary>
/// An app that one person recommended to another, and what the app is to be told once the other has added it. Source: wire
/// document, section 5.4.
/// </summary>
internal sealed class Recommendation
{
    /// <summary>The id of the message that carries it, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service name of the app.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Who recommended it.</summary>
    public required string FromUserId { get; init; }

    /// <summary>To whom.</summary>
    public required string ToUserId { get; init; }

    /// <summary>Where the app wants to hear of the acceptance; <see langword="null"/> for nowhere.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>When it was recommended.</summary>
    public required DateTime CreatedUtc { get; init; }

    /// <summary>When the other person added the app.</summary>
    public DateTime? AcceptedUtc { get; set; }

    /// <summary>How far the callback has come.</summary>
    public CallbackState Callback { get; set; }

    /// <summary>How often the callback was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When the callback is to be tried next; <see langword="null"/> when it is not.</summary>
    public DateTime? NextAttemptUtc { get; set; }
}

/// <summary>How far a callback has come.</summary>
internal enum CallbackState
{
    /// <summary>Nothing to tell yet, or nobody to tell.</summary>
    None = 0,

    /// <summary>To be told.</summary>
    Waiting = 1,

    /// <summary>The app has taken it.</summary>
    Delivered = 2,

    /// <summary>Tried often enough.</summary>
    GivenUp = 3,
}

internal sealed class RecommendationMapping : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> recommendation)
    {
        recommendation.ToTable("Recommendations");
        recommendation.HasKey(row => row.Id);
        recommendation.Property(row => row.ServiceName).HasMaxLength(64);
        recommendation.Property(row => row.FromUserId).HasMaxLength(50);
        recommendation.Property(row => row.ToUserId).HasMaxLength(50);
        recommendation.Property(row => row.CallbackUrl).HasMaxLength(2_000);
        recommendation.HasIndex(row => new { row.ToUserId, row.ServiceName, row.AcceptedUtc });
        recommendation.HasIndex(row => row.NextAttemptUtc);
    }
}
