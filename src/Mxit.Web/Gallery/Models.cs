using Mxit.Platform.Gallery;
using Mxit.Web.Pages;

namespace Mxit.Web.Gallery;

/// <summary>What the page of all folders shows.</summary>
internal sealed record GalleryModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The folders.</summary>
    public required IReadOnlyList<GalleryFolderReply> Folders { get; init; }

    /// <summary>What the gallery takes up.</summary>
    public required GalleryRoom Room { get; init; }

    /// <summary>The name of the folder that the person wanted to make.</summary>
    public string? Typed { get; init; }

    /// <summary>Why that was not done.</summary>
    public string? Problem { get; init; }
}

/// <summary>What the page of a folder shows.</summary>
internal sealed record FolderModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The files.</summary>
    public required GalleryPart Part { get; init; }

    /// <summary>Whether the oldest files come first.</summary>
    public required bool IsOldestFirst { get; init; }

    /// <summary>How much room there is.</summary>
    public required GalleryRoom Room { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>Tells this form from others, so that files are taken once however often it is posted.</summary>
    public required string FormKey { get; init; }

    /// <summary>How many files have just come; <see langword="null"/> when none were sent.</summary>
    public int? Received { get; init; }

    /// <summary>The files that were not taken, with the reasons.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];

    /// <summary>Why nothing was taken at all, or the folder was not changed.</summary>
    public string? Problem { get; init; }

    /// <summary>The name that the folder was to get.</summary>
    public string? Typed { get; init; }
}

/// <summary>A file that was not taken.</summary>
/// <param name="Name">What it is called; empty when it has no name.</param>
/// <param name="Reason">Why, for the person.</param>
public sealed record RefusedFile(string Name, string Reason)
{
    /// <summary>Leaves the name out, which can tell about people.</summary>
    public override string ToString() => nameof(RefusedFile);
}

/// <summary>What the page of a file shows.</summary>
internal sealed record FileModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The file.</summary>
    public required GalleryItemReply File { get; init; }

    /// <summary>The people to whom it may be offered, by name; none when it may not.</summary>
    public required IReadOnlyList<(string UserId, string Name)> Friends { get; init; }

    /// <summary>Tells this form from others, so that the file is offered once however often it is posted.</summary>
    public required string FormKey { get; init; }

    /// <summary>The name that the file was to get.</summary>
    public string? Typed { get; init; }

    /// <summary>Why the last change was not done.</summary>
    public string? Problem { get; init; }
}
