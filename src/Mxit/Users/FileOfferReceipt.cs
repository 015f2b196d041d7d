namespace Mxit;

/// <summary>The server has accepted a file offer. Source: wire document, section 6, M10 and M11.</summary>
/// <param name="FileId">The id of the file that is offered.</param>
/// <param name="OfferId">
/// The id of the offer, under which its state can be asked for, and of the message that it travels as; <see langword="null"/> from a
/// server that sends none, as the historic one did.
/// </param>
/// <param name="RequestId">The id under which the server logged the request; <see langword="null"/> when it sent none.</param>
public sealed record FileOfferReceipt(string FileId, Guid? OfferId, string? RequestId);
