namespace Mxit;

/// <summary>Recommends an app to a person. Source: <c>POST /user/recommend</c>, wire document, section 5.4.</summary>
/// <param name="Application">The service name of the app. As an app: its own.</param>
/// <param name="To">The user id of the person who gets the recommendation.</param>
/// <param name="Message">What to say. Never shown by <see cref="ToString"/>.</param>
public sealed record Recommendation(string Application, string To, string Message)
{
    /// <summary>
    /// The user id of the person who recommends. Needed from an app; <see langword="null"/> stands for the person whose client
    /// sends it.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// Where the app wants to hear that the recommendation was accepted, an absolute address; <see langword="null"/> for nowhere.
    /// Never shown by <see cref="ToString"/>: it can hold a secret.
    /// </summary>
    public Uri? Callback { get; init; }

    /// <summary>Leaves text and callback out, so that they never reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(Recommendation)} {{ {nameof(Application)} = {Application}, {nameof(From)} = {From}, {nameof(To)} = {To} }}";
}
