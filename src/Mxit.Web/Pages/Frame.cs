namespace Mxit.Web.Pages;

/// <summary>The frame of every page of a person who is signed in.</summary>
public sealed record Frame
{
    /// <summary>The user id.</summary>
    public required string UserId { get; init; }

    /// <summary>The name that others see.</summary>
    public required string PersonName { get; init; }

    /// <summary>The id of the person's picture; <see langword="null"/> for the default one.</summary>
    public required string? AvatarId { get; init; }

    /// <summary>The number of open invites.</summary>
    public required int Invites { get; init; }

    /// <summary>The antiforgery token of the forms.</summary>
    public required FormProof Proof { get; init; }
}
