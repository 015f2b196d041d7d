namespace Mxit;

/// <summary>A message to send, by an app or a person. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
/// <example>
/// <code>new OutgoingMessage { Body = "Rain at 3", Spool = false }</code>
/// </example>
public sealed class OutgoingMessage
{
    /// <summary>
    /// The text, not empty; the historic service recommended at most 1,000 characters. <c>{0}</c> is the placeholder of the first
    /// of <see cref="Links"/>, <c>{1}</c> of the second. Not shown by <see cref="ToString"/>.
    /// </summary>
    public required string Body { get; init; }

    /// <summary>
    /// The sender: the service name of the app, or the user id of the person. <see langword="null"/> for the owner of the token.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// The body is Mxit markup; otherwise it is plain text. <see cref="MxitMarkup"/> and <see cref="MxitMarkupBuilder"/> create
    /// markup.
    /// </summary>
    public bool ContainsMarkup { get; init; }

    /// <summary>
    /// Keep the message for recipients who are offline. <see langword="null"/> for the default of the server, which keeps it.
    /// With <see langword="false"/> they never see it.
    /// </summary>
    public bool? Spool { get; init; }

    /// <summary>
    /// How long to keep it, zero or more; sent in whole seconds, rounded up. <see langword="null"/> for the default of the
    /// server, seven days.
    /// </summary>
    public TimeSpan? SpoolTimeout { get; init; }

    /// <summary>Links to other services, in the order of their placeholders in the body.</summary>
    public IReadOnlyList<MessageLink> Links { get; init; } = [];

    /// <summary>Creates a message in Mxit markup, with its links to other services. Source: wire document, section 7.</summary>
    /// <param name="markup">The markup.</param>
    /// <param name="from">
    /// The sender: the service name of the app, or the user id of the person. <see langword="null"/> for the owner of the token.
    /// </param>
    public static OutgoingMessage FromMarkup(MxitMarkupBuilder markup, string? from = null)
    {
        ArgumentNullException.ThrowIfNull(markup);
        return new OutgoingMessage { Body = markup.ToString(), From = from, ContainsMarkup = true, Links = [.. markup.Links] };
    }

    /// <summary>Leaves the text out, so that it does not reach a log by accident.</summary>
    public override string ToString() => $"{nameof(OutgoingMessage)} {{ {nameof(From)} = {From} }}";
}
