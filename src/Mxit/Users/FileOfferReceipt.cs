namespace Mxit;

/// <summary>The server has accepted a file offer. Source: wire document, section 6, M10 and M11.</summary>
public sealed record FileOfferReceipt
{
    /// <summary>The id of the file that is offered.</summary>
    public required FileId FileId { get; init; }

    /// <summary>
    /// The id of the offer, under which its state can be asked for; <see langword="null"/> from a server that sends none, as the
    /// historic one did.
    /// </summary>
    public OfferId? OfferId { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }
}
