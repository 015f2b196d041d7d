using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Data;

/// <summary>What the database is for: one row, written when the database is made.</summary>
internal sealed class DatabaseMark
{
    /// <summary>Always 1: there is one row.</summary>
    public required int Id { get; init; }

    /// <summary>People, apps and credentials that everybody knows are in it.</summary>
    public required bool IsDevelopment { get; init; }

    /// <summary>Tells the database from others; see <see cref="FolderOwner"/>.</summary>
    public required Guid DatabaseId { get; init; }
}

internal sealed class DatabaseMarkMapping : IEntityTypeConfiguration<DatabaseMark>
{
    public void Configure(EntityTypeBuilder<DatabaseMark> mark)
    {
        mark.ToTable("DatabaseMark");
        mark.HasKey(row => row.Id);
        mark.Property(row => row.Id).ValueGeneratedNever();
    }
}
