namespace Mxit;

/// <summary>
/// Some recipients do not exist; all others were accepted. Do not send the whole batch again: they would get it twice.
/// Source: 400 on <c>POST /message/send</c>, wire document, section 3.1.
/// </summary>
/// <param name="message">What went wrong, as a text for people.</param>
/// <param name="unknownRecipients">The recipients that do not exist, as the server names them.</param>
public sealed class MxitUnknownRecipientsException(string message, IReadOnlyList<UserId> unknownRecipients)
    : MxitApiException(message)
{
    /// <summary>The recipients that do not exist, as the server names them.</summary>
    public IReadOnlyList<UserId> UnknownRecipients { get; } = unknownRecipients;

    /// <summary>The id of the message that the others get; <see langword="null"/> when the server sent none.</summary>
    public MessageId? MessageId { get; init; }
}
