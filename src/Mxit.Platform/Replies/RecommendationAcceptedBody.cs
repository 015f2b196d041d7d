namespace Mxit.Platform.Replies;

/// <summary>
/// What the server posts to the <c>CallbackUrl</c> of <c>POST /user/recommend</c> once the other person has added the app. What
/// the historic service sent there is not known. Source: wire document, section 5.4; the form is this project's own.
/// </summary>
internal sealed record RecommendationAcceptedBody
{
    /// <summary>The id of the recommendation, the same in every attempt: take each once.</summary>
    public Guid Id { get; init; }

    /// <summary>The service name of the app.</summary>
    public string Application { get; init => field = value ?? ""; } = "";

    /// <summary>Who recommended it.</summary>
    public string FromUserId { get; init => field = value ?? ""; } = "";

    /// <summary>Who has added it.</summary>
    public string ToUserId { get; init => field = value ?? ""; } = "";

    /// <summary>When it was added.</summary>
    public DateTime AcceptedUtc { get; init; }
}
