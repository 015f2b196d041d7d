using Mxit.Web.Pages;

namespace Mxit.Web.Profile;

/// <summary>The model of the page of a person's own profile.</summary>
public sealed record ProfileModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The login.</summary>
    public required string Login { get; init; }

    /// <summary>The values of the fields.</summary>
    public required ProfileFields Fields { get; init; }

    /// <summary>The maximum number of bytes of a picture.</summary>
    public required int MaxPictureBytes { get; init; }

    /// <summary>Whether the last change was saved.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Why the change of the profile was refused.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the change of the picture or cover was refused.</summary>
    public string? PictureProblem { get; init; }
}
