namespace Mxit;

/// <summary>The server has accepted a message. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
public sealed record SendReceipt
{
    /// <summary>The id of the message; <see langword="null"/> from a server that sends none, as the historic one did.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }
}
