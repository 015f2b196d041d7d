using System.Text.Json.Serialization;

namespace Mxit;

/// <summary>
/// The JSON body that the server posts to <see cref="Recommendation.Callback"/> when the other person has added the app. The body
/// of the historic service is not known. Source: wire document, section 5.4; the form is this project's own.
/// </summary>
public sealed record RecommendationAccepted
{
    /// <summary>The id of the recommendation. Every attempt has the same id, so that you can handle it once.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service name of the app.</summary>
    public required string Application { get; init; }

    /// <summary>The user id of the person who recommended it.</summary>
    public required UserId FromUserId { get; init; }

    /// <summary>The user id of the person who added it.</summary>
    public required UserId ToUserId { get; init; }

    /// <summary>When it was added.</summary>
    [JsonPropertyName("AcceptedUtc")]
    public required DateTimeOffset AcceptedAt { get; init; }
}
