
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

/// <summary>A file that is offered.</summary>
/// <param name="FileId">The file.</param>
/// <param name="OfferId">The offer, which is also its message.</param>
internal readonly record struct OfferedFile(Guid FileId, Guid OfferId);

/// <summary>A content of which somebody may see a small picture.</summary>
/// <param name="Key">Where it is in the storage.</param>
/// <param name="MediaType">The media type.</param>
internal sealed record ViewableOffer(string Key, string MediaType);
