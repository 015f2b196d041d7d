using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messenger;
using Mxit.Platform.Pictures;
using Mxit.Platform.Wire;
using Mxit.Web.Messages;
using Mxit.Web.Profile;

namespace Mxit.Web.Gallery;

/// <summary>The actions of the page of a file. The services check whether they are allowed.</summary>
internal sealed class FileActions(
    GalleryService gallery,
    GalleryViewService view,
    FileOfferSender offers,
    MessengerService messenger,
    ShownMessages shown,
    PictureService pictures,
    IOptions<GallerySettings> settings)
{
    public const string Offer = "offer";
    public const string UseAsPicture = "picture";
    public const string ToField = "to";
    public const string KeepMetadataField = "keepMetadata";

    /// <summary>Does the action of the form.</summary>
    /// <returns>The next page, or the reason of a refusal.</returns>
    public async Task<(string? Next, PageProblem? Problem)> ActAsync(
        string userId, string fileId, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await view.FindFileOrNullAsync(userId, fileId, cancellationToken) is not { } file)
        {
            return (null, PageProblem.NothingToDo);
        }

        switch (form[FolderEndpoints.ActionField].ToString())
        {
            case FolderEndpoints.Rename:
                var name = form[FolderEndpoints.NameField].ToString().Trim();
                return (
                    GalleryUrl.File(file.FileId),
                    PageProblem.OfOrNull(await gallery.RenameFileAsync(userId, file.FileId, name, cancellationToken)));
            case FolderEndpoints.Delete:
                return (
                    GalleryUrl.Folder(file.FolderName),
                    PageProblem.OfOrNull(await gallery.DeleteFileAsync(userId, file.FileId, cancellationToken)));
            case UseAsPicture:
                return (ProfileUrl.Saved, await UseAsPictureAsync(userId, file, cancellationToken));
            case Offer:
                var to = form[ToField].ToString();
                return (MessagesUrl.Of(to), await OfferAsync(userId, file.FileId, to, form, cancellationToken));
            default:
                return (null, PageProblem.NothingToDo);
        }
    }

    private async Task<PageProblem?> OfferAsync(
        string userId, string fileId, string to, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await messenger.FindPeerAsync(userId, to, cancellationToken) is not { Kind: "person" })
        {
            return FileProblem.NoContact;
        }

        var caller = new Caller { UserId = userId, Scopes = [] };
        var offer = new OfferRequest(to, AutoOpen: false, form.ContainsKey(KeepMetadataField));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{fileId}\n{to}\n{offer.KeepMetadata}"));
        var key = new IdempotencyKey($"page-{PostedFiles.ReadKey(form)}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}", []);
        var result = await offers.OfferAgainAsync(caller, fileId, offer, key, cancellationToken);
        if (result.IsDone)
        {
            await shown.WaitAsync(caller, to, result.Value.OfferId, cancellationToken);
        }

        return FileProblem.OfOfferOrNull(result.Refusal, settings.Value.MaxFileBytes);
    }

    // Everybody sees the picture of a person, so the file must not be restricted by preventShare.
    private async Task<PageProblem?> UseAsPictureAsync(string userId, GalleryItemReply file, CancellationToken cancellationToken)
    {
        if (file.PreventShare || await gallery.OpenOrNullAsync(userId, file.FileId, cancellationToken) is not { } found)
        {
            return PageProblem.NothingToDo;
        }

        await using var content = found.Content;
        return PageProblem.OfOrNull(
            await pictures.SetAsync(userId, PictureKind.Avatar, content, isExpected: null, cancellationToken));
    }
}
