namespace Mxit;

/// <summary>
/// The receipt for a message that the server has accepted. Source: <c>POST /message/send</c>, wire document, section 3.1.
/// </summary>
public sealed record SendReceipt
{
    /// <summary>The id of the message; <see langword="null"/> from a server that sends none, such as the historic one.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }
}
