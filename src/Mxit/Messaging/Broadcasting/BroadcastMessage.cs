namespace Mxit;

/// <summary>A message for very many people, without them. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
/// <param name="From">The service name of the app; <see langword="null"/> for the one that the token belongs to.</param>
/// <param name="Body">
/// The text, not empty; the historic service recommended at most 1,000 characters. <c>{0}</c> marks the place of the first of
/// <see cref="Links"/>, <c>{1}</c> of the second. Never shown by <see cref="ToString"/>.
/// </param>
public sealed record BroadcastMessage(string? From, string Body)
{
    /// <inheritdoc cref="OutgoingMessage.ContainsMarkup"/>
    public bool ContainsMarkup { get; init; }

    /// <inheritdoc cref="OutgoingMessage.Spool"/>
    public bool? Spool { get; init; }

    /// <inheritdoc cref="OutgoingMessage.SpoolTimeout"/>
    public TimeSpan? SpoolTimeout { get; init; }

    /// <summary>Links to other services, in the order of their places in the body.</summary>
    public IReadOnlyList<MessageLink> Links { get; init; } = [];

    /// <summary>A message in Mxit markup, with its links to other services. Source: wire document, section 7.</summary>
    /// <param name="from">The service name of the app; <see langword="null"/> for the one that the token belongs to.</param>
    /// <param name="markup">What was built.</param>
    public static BroadcastMessage FromMarkup(string? from, MxitMarkupBuilder markup)
    {
        ArgumentNullException.ThrowIfNull(markup);
        return new BroadcastMessage(from, markup.ToString()) { ContainsMarkup = true, Links = [.. markup.Links] };
    }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(BroadcastMessage)} {{ {nameof(From)} = {From} }}";

    internal OutgoingMessage To(IReadOnlyList<string> recipients) => new(From, recipients, Body)
    {
        ContainsMarkup = ContainsMarkup,
        Spool = Spool,
        SpoolTimeout = SpoolTimeout,
        Links = Links,
    };
}
