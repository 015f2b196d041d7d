
namespace Mxit.Platform.FileOffers;

/// <summary>To whom a file is to be offered, and how.</summary>
/// <param name="ReceiverId">The user id of a person.</param>
/// <param name="AutoOpen">The receiver's program may accept and open it without asking.</param>
/// <param name="KeepMetadata">The receiver gets the file as it is, with what it tells of place, time and people.</param>
internal sealed record OfferRequest(string? ReceiverId, bool AutoOpen, bool KeepMetadata)
{
    /// <summary>The user id of a person, without blanks around it.</summary>
    public string? ReceiverId { get; } = ReceiverId?.Trim();
}

/// <summary>What became of a wish about an offer.</summary>
internal enum OfferOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It cannot be done in this way, or the receiver is unknown.</summary>
    Invalid,

    /// <summary>There is no such file, or no such offer.</summary>
    NotFound,

    /// <summary>The file is not one that the caller may offer.</summary>
    Forbidden,

    /// <summary>The file is too long.</summary>
    TooLarge,

    /// <summary>There is no room left for the file.</summary>
    Full,

    /// <summary>It is a picture or a video whose metadata cannot be removed.</summary>
    MetadataStays,

    /// <summary>The receiver has answered otherwise.</summary>
    Answered,

    /// <summary>The offer is over: expired, or withdrawn.</summary>
    Over,

    /// <summary>The offer is open, but its bytes are not there.</summary>
    Lost,

    /// <summary>A request with the same key is running.</summary>
    KeyInUse,

    /// <summary>The key was used for something else.</summary>
    KeyMismatch,

    /// <summary>The server cannot do it at this moment.</summary>
    Later,
}

/// <summary>The answer to a wish to offer a file.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">For the caller: what was wrong.</param>
/// <param name="FileId">The file, when it is offered.</param>
/// <param name="OfferId">The offer, which is also its message.</param>
internal sealed record OfferResult(OfferOutcome Outcome, string? Text = null, Guid? FileId = null, Guid? OfferId = null);

/// <summary>The answer of a receiver to an offer.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">For the caller: what was wrong.</param>
/// <param name="Offer">The offer as it is now, when it is done.</param>
internal sealed record OfferAnswer(OfferOutcome Outcome, string? Text = null, FileOfferReply? Offer = null);

/// <summary>A content of which somebody may see a small picture.</summary>
/// <param name="Key">Where it is in the storage.</param>
/// <param name="MediaType">The media type.</param>
internal sealed record ViewableOffer(string Key, string MediaType);
