using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;
using Mxit.Web.Pages;

namespace Mxit.Web.Accounts;

/// <summary>The model of the page with password, sessions and allowed apps.</summary>
internal sealed record AccountModel
{
    /// <summary>The frame of the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The sessions of the person.</summary>
    public required IReadOnlyList<SessionInfo> Sessions { get; init; }

    /// <summary>The apps that the person has allowed to act.</summary>
    public required IReadOnlyList<AllowedApp> Apps { get; init; }

    /// <summary>Whether the password has just been changed.</summary>
    public bool IsPasswordChanged { get; init; }

    /// <summary>Why the form was refused.</summary>
    public string? Problem { get; init; }
}
