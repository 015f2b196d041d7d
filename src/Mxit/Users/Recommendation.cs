namespace Mxit;

/// <summary>A recommendation of an app to a person. Source: <c>POST /user/recommend</c>, wire document, section 5.4.</summary>
public sealed record Recommendation
{
    /// <summary>The service name of the app. An app recommends itself.</summary>
    public required string Application { get; init; }

    /// <summary>The user id of the person who gets the recommendation.</summary>
    public required UserId To { get; init; }

    /// <summary>The text; may be empty. Not shown by <see cref="ToString"/>.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The user id of the person who recommends. Required for an app; <see langword="null"/> for the person of the client.
    /// </summary>
    public UserId? From { get; init; }

    /// <summary>
    /// The absolute address that the server calls when the recommendation was accepted; <see langword="null"/> for none. Not
    /// shown by <see cref="ToString"/>: it can contain a secret.
    /// </summary>
    public Uri? Callback { get; init; }

    /// <summary>Leaves text and callback out, so that they do not reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(Recommendation)} {{ {nameof(Application)} = {Application}, {nameof(From)} = {From}, {nameof(To)} = {To} }}";
}
