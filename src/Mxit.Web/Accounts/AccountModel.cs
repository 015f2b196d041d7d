using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;
using Mxit.Web.Pages;

namespace Mxit.Web.Accounts;

/// <summary>What the page about passwords, sessions and allowed apps shows.</summary>
internal sealed record AccountModel
{
    /// <summary>What surrounds the page.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The sessions of the person.</summary>
    public required IReadOnlyList<SessionInfo> Sessions { get; init; }

    /// <summary>The apps that the person has allowed to act.</summary>
    public required IReadOnlyList<AllowedApp> Apps { get; init; }

    /// <summary>The password was changed just now.</summary>
    public bool IsPasswordChanged { get; init; }

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; init; }
}
