namespace Mxit;

/// <summary>What to change of what a person shows; what is <see langword="null"/> stays as it is. Source: <c>PUT /messenger/state</c>.</summary>
public sealed record StateUpdate
{
    /// <summary>The mood to show.</summary>
    public Mood? Mood { get; init; }

    /// <summary>The availability to show while connected; never <see cref="Availability.Disconnected"/>.</summary>
    public Availability? Availability { get; init; }
}
