namespace Mxit;

/// <summary>The receipt for a file offer that the server has accepted. Source: wire document, section 6, M10 and M11.</summary>
public sealed record FileOfferReceipt
{
    /// <summary>The id of the offered file.</summary>
    public required FileId FileId { get; init; }

    /// <summary>
    /// The id of the offer, for <see cref="UsersClient.GetSentFileOfferAsync"/>; <see langword="null"/> from a server that sends
    /// none, such as the historic one.
    /// </summary>
    public OfferId? OfferId { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }
}
