namespace Mxit;

/// <summary>
/// Which contacts to list. Open: a filter without a name here can be made from its text. Source: wire document, section 5.1.
/// </summary>
/// <param name="Value">The filter as it travels, such as <c>@Friends</c>.</param>
public readonly record struct ContactFilter(string Value)
{
    /// <summary>Every entry of the list, whatever its state.</summary>
    public static ContactFilter All { get; } = new("@All");

    /// <summary>People who are accepted.</summary>
    public static ContactFilter Friends { get; } = new("@Friends");

    /// <summary>Apps that are accepted.</summary>
    public static ContactFilter Apps { get; } = new("@Apps");

    /// <summary>People whose invite waits for the person's answer.</summary>
    public static ContactFilter Invites { get; } = new("@Invites");

    /// <summary>People and apps that are accepted; what the server takes when no filter is given.</summary>
    public static ContactFilter Connections { get; } = new("@Connections");

    /// <summary>Where an invite was rejected.</summary>
    public static ContactFilter Rejected { get; } = new("@Rejected");

    /// <summary>Those whom the person invited and who have not answered.</summary>
    public static ContactFilter Pending { get; } = new("@Pending");

    /// <summary>Deleted entries.</summary>
    public static ContactFilter Deleted { get; } = new("@Deleted");

    /// <summary>Those whom the person blocks, whatever their state.</summary>
    public static ContactFilter Blocked { get; } = new("@Blocked");

    /// <summary>The nine filters of the historic service.</summary>
    public static IReadOnlyList<ContactFilter> Historic { get; } =
        [All, Friends, Apps, Invites, Connections, Rejected, Pending, Deleted, Blocked];

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
