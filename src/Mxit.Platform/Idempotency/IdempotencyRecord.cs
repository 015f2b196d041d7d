using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Idempotency;

/// <summary>
/// The response to a request that carried an <c>Idempotency-Key</c>. Written in the transaction of the work itself, so that
/// neither exists without the other.
/// </summary>
internal sealed class IdempotencyRecord
{
    /// <summary>Who asked for what: the app or the person, and the operation.</summary>
    public required string Scope { get; init; }

    /// <summary>The key that the caller chose.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request body: the same key with another body is a mistake of the caller.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>The status of the response.</summary>
    public required int Status { get; init; }

    /// <summary>The body of the response.</summary>
    public required string Answer { get; init; }

    /// <summary>The id of the message that was accepted, if one was.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>After this the key may be used anew.</summary>
    public required DateTime ExpiresUtc { get; init; }
}

internal sealed class IdempotencyRecordMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> record)
    {
        record.ToTable("IdempotencyRecords");
        record.HasKey(row => new { row.Scope, row.Key });
        record.Property(row => row.Scope).HasMaxLength(100);
        record.Property(row => row.Key).HasMaxLength(255);
        record.HasIndex(row => row.ExpiresUtc);
    }
}
