namespace Mxit.Web.Pages;

/// <summary>What surrounds every page of somebody who is signed in.</summary>
public sealed record Frame
{
    /// <summary>The user id.</summary>
    public required string UserId { get; init; }

    /// <summary>The name that others see.</summary>
    public required string PersonName { get; init; }

    /// <summary>The id of the person's picture; <see langword="null"/> for the default one.</summary>
    public required string? AvatarId { get; init; }

    /// <summary>How many invites wait for an answer.</summary>
    public required int Invites { get; init; }

    /// <summary>The proof that the forms of the page are ours.</summary>
    public required FormProof Proof { get; init; }
}
