namespace Mxit;

/// <summary>The server has accepted a message. Source: <c>POST /message/send</c>, wire document, section 3.1.</summary>
/// <param name="MessageId">The id of the message; <see langword="null"/> from a server that sends none, as the historic one
/// did.</param>
/// <param name="RequestId">The id under which the server logged the request; <see langword="null"/> when it sent none.</param>
public sealed record SendReceipt(Guid? MessageId, string? RequestId);
