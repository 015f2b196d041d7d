using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.PostgreSql;

/// <summary>How far the dispatcher has read one lane of the log. Moves in the transaction that writes the inboxes.</summary>
internal sealed class DispatchPosition
{
    /// <summary>The lane.</summary>
    public required int Lane { get; init; }

    /// <summary>The position of the last message of the lane that is in the inboxes.</summary>
    public required long Position { get; set; }
}

/// <summary>
/// The last cursor that the dispatcher gave out. Kept apart from the inboxes, because cursors must never be given twice,
/// also after the newest entries were deleted.
/// </summary>
internal sealed class DispatchCursor
{
    /// <summary>Always 1: there is one row.</summary>
    public required int Id { get; init; }

    /// <summary>The last cursor given out.</summary>
    public required long LastCursor { get; set; }
}

internal sealed class DispatchPositionMapping : IEntityTypeConfiguration<DispatchPosition>
{
    public void Configure(EntityTypeBuilder<DispatchPosition> position)
    {
        position.ToTable("DispatchPositions");
        position.HasKey(row => row.Lane);
        position.Property(row => row.Lane).ValueGeneratedNever();
    }
}

internal sealed class DispatchCursorMapping : IEntityTypeConfiguration<DispatchCursor>
{
    public void Configure(EntityTypeBuilder<DispatchCursor> cursor)
    {
        cursor.ToTable("DispatchCursor");
        cursor.HasKey(row => row.Id);
        cursor.Property(row => row.Id).ValueGeneratedNever();
        cursor.HasData(new DispatchCursor { Id = 1, LastCursor = 0 });
    }
}
