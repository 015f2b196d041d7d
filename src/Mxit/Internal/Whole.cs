using Mxit.Messenger;

namespace Mxit.Internal;

/// <summary>Which answers are more than of the right type: without an id nobody can do anything with a person or a file.</summary>
internal static class Whole
{
    public static bool Profile(PersonSummary person) => person.UserId.Length > 0;

    public static bool Profiles(IReadOnlyList<BasicProfile> people) => people.All(static person => person?.UserId.Length > 0);

    public static bool Contacts(ContactList list) => list.Contacts.All(static contact => contact?.UserId.Length > 0);

    public static bool Gallery(GalleryRoot root) => root.Folders.All(static folder => folder?.FolderName.Length > 0);

    public static bool Items(IReadOnlyList<GalleryItem> items) => items.All(static item => item?.FileId.Length > 0);

    public static bool FileId(string fileId) => !string.IsNullOrWhiteSpace(fileId);

    public static bool Offers(FileOfferPage page) => page.Offers?.All(Offer) is true;

    public static bool Offer(FileOffer? offer) =>
        offer is { Peer.Length: > 0, Direction.Length: > 0, FileName: not null, MediaType: not null } && offer.Id != Guid.Empty;
}
