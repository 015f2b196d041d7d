using Mxit.Platform.Gallery;
using Mxit.Web.Pages;

namespace Mxit.Web.Gallery;

/// <summary>The model of the page of all folders.</summary>
internal sealed record GalleryModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The folders.</summary>
    public required IReadOnlyList<GalleryFolderReply> Folders { get; init; }

    /// <summary>The used and the available space.</summary>
    public required GalleryRoom Room { get; init; }

    /// <summary>The name of the folder that the person wanted to make.</summary>
    public string? Typed { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Problem { get; init; }
}

/// <summary>The model of the page of a folder.</summary>
internal sealed record FolderModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The files.</summary>
    public required GalleryPart Part { get; init; }

    /// <summary>Whether the oldest files come first.</summary>
    public required bool IsOldestFirst { get; init; }

    /// <summary>The used and the available space.</summary>
    public required GalleryRoom Room { get; init; }

    /// <summary>The time at which the page was rendered.</summary>
    public required DateTime NowUtc { get; init; }

    /// <summary>The key of this form, so that files are stored once even if it is posted again.</summary>
    public required string FormKey { get; init; }

    /// <summary>The number of files that were just stored; <see langword="null"/> without an upload.</summary>
    public int? Received { get; init; }

    /// <summary>The refused files, with the reasons.</summary>
    public IReadOnlyList<RefusedFile> Refused { get; init; } = [];

    /// <summary>Why the upload as a whole or the change of the folder was refused.</summary>
    public string? Problem { get; init; }

    /// <summary>The new name of the folder.</summary>
    public string? Typed { get; init; }
}

/// <summary>A refused file.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Reason">The reason, for the person.</param>
public sealed record RefusedFile(string Name, string Reason)
{
    /// <summary>Without the name, which can be personal.</summary>
    public override string ToString() => nameof(RefusedFile);
}

/// <summary>The model of the page of a file.</summary>
internal sealed record FileModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The file.</summary>
    public required GalleryItemReply File { get; init; }

    /// <summary>The people to whom it can be offered, by name; empty when it cannot.</summary>
    public required IReadOnlyList<(string UserId, string Name)> Friends { get; init; }

    /// <summary>The key of this form, so that the file is offered once even if it is posted again.</summary>
    public required string FormKey { get; init; }

    /// <summary>The new name of the file.</summary>
    public string? Typed { get; init; }

    /// <summary>Why the last change was refused.</summary>
    public string? Problem { get; init; }
}
