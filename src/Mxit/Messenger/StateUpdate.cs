namespace Mxit;

/// <summary>
/// Changes to the state that a person shows; members that are <see langword="null"/> are not changed. Source:
/// <c>PUT /messenger/state</c>.
/// </summary>
public sealed record StateUpdate
{
    /// <summary>The mood to show.</summary>
    public Mood? Mood { get; init; }

    /// <summary>The availability to show while connected; never <see cref="Availability.Disconnected"/>.</summary>
    public Availability? Availability { get; init; }
}
