using Mxit.Web.Pages;

namespace Mxit.Web.Profile;

/// <summary>What the page of a person's own profile shows.</summary>
public sealed record ProfileModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The login.</summary>
    public required string Login { get; init; }

    /// <summary>What stands in the fields.</summary>
    public required ProfileFields Fields { get; init; }

    /// <summary>The most bytes of a picture.</summary>
    public required int MaxPictureBytes { get; init; }

    /// <summary>The last change was saved.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Why the profile was not changed.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the picture or cover was not changed.</summary>
    public string? PictureProblem { get; init; }
}
