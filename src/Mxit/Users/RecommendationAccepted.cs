using System.Text.Json.Serialization;

namespace Mxit;

/// <summary>
/// What the server posts to <see cref="Recommendation.Callback"/>, as JSON, once the other person has added the app. What the historic
/// service sent there is not known. Source: wire document, section 5.4; the form is this project's own.
/// </summary>
public sealed record RecommendationAccepted
{
    /// <summary>The id of the recommendation, the same in every attempt: handle each once.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service name of the app.</summary>
    public required string Application { get; init; }

    /// <summary>Who recommended it.</summary>
    public required UserId FromUserId { get; init; }

    /// <summary>Who has added it.</summary>
    public required UserId ToUserId { get; init; }

    /// <summary>When it was added.</summary>
    [JsonPropertyName("AcceptedUtc")]
    public required DateTimeOffset AcceptedAt { get; init; }
}
