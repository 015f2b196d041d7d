namespace Mxit;

/// <summary>Recommends an app to a person. Source: <c>POST /user/recommend</c>, wire document, section 5.4.</summary>
public sealed record Recommendation
{
    /// <summary>The service name of the app. As an app: its own.</summary>
    public required string Application { get; init; }

    /// <summary>The user id of the person who gets the recommendation.</summary>
    public required UserId To { get; init; }

    /// <summary>What to say; may be empty. Never shown by <see cref="ToString"/>.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The user id of the person who recommends. Needed from an app; <see langword="null"/> stands for the person whose client
    /// sends it.
    /// </summary>
    public UserId? From { get; init; }

    /// <summary>
    /// Where the app wants to hear that the recommendation was accepted, an absolute address; <see langword="null"/> for nowhere.
    /// Never shown by <see cref="ToString"/>: it can hold a secret.
    /// </summary>
    public Uri? Callback { get; init; }

    /// <summary>Leaves text and callback out, so that they never reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(Recommendation)} {{ {nameof(Application)} = {Application}, {nameof(From)} = {From}, {nameof(To)} = {To} }}";
}
