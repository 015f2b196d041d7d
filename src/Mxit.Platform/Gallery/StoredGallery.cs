using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mxit.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>A folder of a person's gallery.</summary>
internal sealed class StoredFolder
{
    /// <summary>The id, which no client sees: for them the name is the key.</summary>
    public required Guid Id { get; init; }

    /// <summary>The user id of the person, or the service name of the app, whose it is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The name, as it was written.</summary>
    public required string Name { get; set; }

    /// <summary>The form in which names are compared; one folder of a person has it.</summary>
    public required string NormalizedName { get; set; }

    /// <summary>A folder of a name that has no fault. <c>Default</c> is always written in the same way.</summary>
    internal static StoredFolder Create(string ownerId, string name, Ids ids) => new()
    {
        Id = ids.NewId(),
        OwnerId = ownerId,
        Name = GalleryNames.IsDefault(name) ? GalleryNames.Default : name,
        NormalizedName = GalleryNames.Normalize(name),
    };
}

/// <summary>A file of a person's gallery. The bytes are in the media storage.</summary>
internal sealed class StoredFile
{
    /// <summary>The id that clients see, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The user id of the person, or the service name of the app, whose it is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The folder that it is in.</summary>
    public Guid FolderId { get; set; }

    /// <summary>The name, as it was sent. Never part of a path.</summary>
    public required string Name { get; set; }

    /// <summary>The media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>How many bytes there are.</summary>
    public required long Size { get; init; }

    /// <summary>Where they are: their SHA-256 in lower-case hex.</summary>
    public required string Key { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTime CreatedUtc { get; init; }

    /// <summary>Its owner cannot offer it to others; the app through which it came can.</summary>
    public required bool PreventShare { get; init; }

    /// <summary>The client id of the app through which it came; <see langword="null"/> for none.</summary>
    public string? UploadedByClientId { get; init; }

    /// <summary>The file as its owner sees it.</summary>
    /// <param name="folder">The name of the folder that it is in.</param>
    internal GalleryItemReply ToItem(string folder) => new()
    {
        FileId = Id.ToString(),
        FileName = Name,
        FolderName = folder,
        MimeType = MediaType,
        Size = Size,
        CreatedDate = WireDate.FromUtc(CreatedUtc),
        PreventShare = PreventShare,
    };
}

/// <summary>
/// What a gallery takes up. Every change of a gallery writes this row first, so that changes stand in the queue.
/// </summary>
internal sealed class GalleryUsage
{
    /// <summary>The user id of the person, or the service name of the app, whose it is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The bytes of all files.</summary>
    public long Bytes { get; set; }

    /// <summary>How many files there are.</summary>
    public int Files { get; set; }

    /// <summary>How many folders there are besides <c>Default</c>.</summary>
    public int Folders { get; set; }

    /// <summary>Counts a file that comes; says no when there is no room for it.</summary>
    public bool TryTakeFile(long bytes, GalleryLimits limits)
    {
        if (Bytes + bytes > limits.Bytes || Files >= limits.Files)
        {
            return false;
        }

        (Bytes, Files) = (Bytes + bytes, Files + 1);
        return true;
    }

    /// <summary>Counts a folder that comes; says no when there are enough. <c>Default</c> does not count.</summary>
    public bool TryTakeFolder(StoredFolder folder, GalleryLimits limits)
    {
        if (GalleryNames.IsDefault(folder.Name))
        {
            return true;
        }

        if (Folders >= limits.Folders)
        {
            return false;
        }

        Folders++;
        return true;
    }
}

internal sealed class StoredFolderMapping : IEntityTypeConfiguration<StoredFolder>
{
    public void Configure(EntityTypeBuilder<StoredFolder> folder)
    {
        folder.ToTable("GalleryFolders");
        folder.HasKey(row => row.Id);
        folder.Property(row => row.Id).ValueGeneratedNever();
        folder.Property(row => row.OwnerId).HasMaxLength(64);
        folder.Property(row => row.Name).HasMaxLength(GalleryNames.MaxFolderName);
        folder.Property(row => row.NormalizedName).HasMaxLength(GalleryNames.MaxFolderName);
        folder.HasIndex(row => new { row.OwnerId, row.NormalizedName }).IsUnique();
    }
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> file)
    {
        file.ToTable("GalleryFiles");
        file.HasKey(row => row.Id);
        file.Property(row => row.Id).ValueGeneratedNever();
        file.Property(row => row.OwnerId).HasMaxLength(64);
        file.Property(row => row.Name).HasMaxLength(GalleryNames.MaxFileName);
        file.Property(row => row.MediaType).HasMaxLength(GalleryMediaTypes.MaxLength);
        file.Property(row => row.Key).HasMaxLength(64);
        file.Property(row => row.UploadedByClientId).HasMaxLength(100);
        file.HasOne<StoredFolder>().WithMany().HasForeignKey(row => row.FolderId).OnDelete(DeleteBehavior.Restrict);
        file.HasIndex(row => new { row.FolderId, row.Id });
        file.HasIndex(row => row.OwnerId);
        file.HasIndex(row => row.Key);
    }
}

internal sealed class GalleryUsageMapping : IEntityTypeConfiguration<GalleryUsage>
{
    public void Configure(EntityTypeBuilder<GalleryUsage> usage)
    {
        usage.ToTable("GalleryUsages");
        usage.HasKey(row => row.OwnerId);
        usage.Property(row => row.OwnerId).HasMaxLength(64);
    }
}
