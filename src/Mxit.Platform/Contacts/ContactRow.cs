namespace Mxit.Platform.Contacts;

/// <summary>One entry of a list with what is shown of the other side.</summary>
internal sealed record ContactRow
{
    public required string Id { get; init; }

    public required ContactType Type { get; init; }

    public required SubscriptionType Subscription { get; init; }

    public required bool Blocked { get; init; }

    public required string Group { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The name as it is ordered by: the database's own idea of lower case.</summary>
    public required string SortName { get; init; }

    /// <summary>The other side wants nothing from the owner.</summary>
    public required bool IsBlockedByPeer { get; init; }

    public string? AvatarId { get; init; }

    public string? StatusMessage { get; init; }

    public Mood? Mood { get; init; }

    public Availability? Availability { get; init; }

    public DateTime? StateChangedUtc { get; init; }

    public DateTime? LastOnlineUtc { get; init; }

    public DateTime? CreatedUtc { get; init; }
}

/// <summary>The place in a list behind which a page begins.</summary>
/// <param name="SortName">The name of the last entry before it, as it is ordered by.</param>
/// <param name="Id">The id of that entry.</param>
internal sealed record ContactPosition(string SortName, string Id);
