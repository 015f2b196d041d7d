namespace Mxit;

/// <summary>
/// A message to send: by an app or a person, to some people, to very many, or to one contact. Source: <c>POST /message/send</c>, wire
/// document, section 3.1.
/// </summary>
/// <example>
/// <code>new OutgoingMessage { Body = "Rain at 3", Spool = false }</code>
/// </example>
public sealed class OutgoingMessage
{
    /// <summary>
    /// The text, not empty; the historic service recommended at most 1,000 characters. <c>{0}</c> marks the place of the first of
    /// <see cref="Links"/>, <c>{1}</c> of the second. Never shown by <see cref="ToString"/>.
    /// </summary>
    public required string Body { get; init; }

    /// <summary>
    /// The service name of the app, or the user id of the person; <see langword="null"/> for the one that the token belongs to.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// The body is Mxit markup; otherwise it is shown as it is. <see cref="MxitMarkup"/> and <see cref="MxitMarkupBuilder"/>
    /// write markup.
    /// </summary>
    public bool ContainsMarkup { get; init; }

    /// <summary>
    /// Whether to keep the message for people who are offline; <see langword="null"/> leaves it to the server, which keeps it.
    /// With <see langword="false"/> they never see it.
    /// </summary>
    public bool? Spool { get; init; }

    /// <summary>
    /// How long to keep it; sent in whole seconds, rounded up. Zero or more; <see langword="null"/> leaves it to the server, which
    /// keeps it for seven days.
    /// </summary>
    public TimeSpan? SpoolTimeout { get; init; }

    /// <summary>Links to other services, in the order of their places in the body.</summary>
    public IReadOnlyList<MessageLink> Links { get; init; } = [];

    /// <summary>A message in Mxit markup, with its links to other services. Source: wire document, section 7.</summary>
    /// <param name="markup">The markup.</param>
    /// <param name="from">
    /// The service name of the app, or the user id of the person; <see langword="null"/> for the one that the token belongs to.
    /// </param>
    public static OutgoingMessage FromMarkup(MxitMarkupBuilder markup, string? from = null)
    {
        ArgumentNullException.ThrowIfNull(markup);
        return new OutgoingMessage { Body = markup.ToString(), From = from, ContainsMarkup = true, Links = [.. markup.Links] };
    }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(OutgoingMessage)} {{ {nameof(From)} = {From} }}";
}
