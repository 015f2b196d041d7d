using Mxit.Messenger;
using Mxit.Testing;

namespace Mxit.Cli.Tour;

/// <summary>The calls about files: galleries and file offers.</summary>
internal sealed class GalleryTour(MxitClient app, TourReport report, CancellationToken stop)
{
    private const string Bob = "m10000000002";
    private const string Folder = "Holiday";

    private readonly byte[] _picture = TestPicture.Draw();

    public async Task RunAsync(MxitUserClient alice)
    {
        var fileId = await KeepAsync(alice);
        if (fileId is not null)
        {
            await ShowAsync(alice, fileId);
            await OfferAsync(alice, await MxitTestServer.SignInAsync(app, "bob", stop), fileId);
            await ClearAsync(alice, fileId);
        }
    }

    private async Task<string?> KeepAsync(MxitUserClient alice)
    {
        string? fileId = null;
        report.Chapter("Alice's gallery");
        await report.CallAsync("alice.Users.CreateGalleryFolderAsync(\"Summer\"), RenameGalleryFolderAsync(\"Summer\", \"Holiday\")", async () =>
        {
            await alice.Users.CreateGalleryFolderAsync("Summer", cancellationToken: stop);
            await alice.Users.RenameGalleryFolderAsync("summer", Folder, cancellationToken: stop);
            var folders = await alice.Users.GetGalleryFolderListAsync(cancellationToken: stop);
            Expect.That(folders.Any(folder => folder is { FolderName: Folder, ItemCount: 0 }), "it is there under its new name");
            return string.Join(", ", folders.Select(folder => folder.FolderName));
        });
        await report.CallAsync("alice.Users.UploadGalleryFileAsync(\"Holiday\", MediaUpload.FromFile(\"beach.bmp\"), progress: ...)", async () =>
        {
            var folder = Directory.CreateTempSubdirectory("mxit-tour-").FullName;
            try
            {
                var file = Path.Combine(folder, "beach.bmp");
                await File.WriteAllBytesAsync(file, _picture, stop);
                var progress = new LastProgress();
                fileId = await alice.Users.UploadGalleryFileAsync(
                    Folder, MediaUpload.FromFile(file), progress: progress, cancellationToken: stop);
                Expect.That(progress.Last.Fraction == 1 && progress.Last.Bytes == _picture.Length, "the last report is exact");
                return $"{progress.Last.Bytes} of {progress.Last.TotalBytes} bytes, {fileId}";
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        await report.CallAsync("... twice with the same Idempotency-Key, with the SHA-256 sent ahead", async () =>
        {
            var once = new MxitCallOptions { IdempotencyKey = "tour-upload" };
            var map = new MediaUpload("Turn left at the sea."u8.ToArray(), "map.txt") { SendDigest = true };
            var first = await alice.Users.UploadGalleryFileAsync(Folder, map, options: once, cancellationToken: stop);
            var second = await alice.Users.UploadGalleryFileAsync(Folder, map, options: once, cancellationToken: stop);
            Expect.That(first == second, "both answers name the same file");
            return second;
        });
        return fileId;
    }

    private async Task ShowAsync(MxitUserClient alice, string fileId)
    {
        await report.CallAsync("alice.Users.GetGalleryFolderListAsync()", async () =>
        {
            var folders = await alice.Users.GetGalleryFolderListAsync(cancellationToken: stop);
            Expect.That(folders.Any(folder => folder is { FolderName: Folder, ItemCount: 2 }), "two files are in it");
            return string.Join(", ", folders.Select(folder => $"{folder.FolderName} ({folder.ItemCount})"));
        });
        await report.CallAsync("alice.Users.GetGalleryItemListAsync(\"Holiday\", skip: 1, count: 1)", async () =>
        {
            var page = await alice.Users.GetGalleryItemListAsync(Folder, skip: 1, count: 1, cancellationToken: stop);
            Expect.That(page is [{ FileName: "map.txt", MimeType: "text/plain" }], "the second one comes");
            return $"{page[0].FileName}, {page[0].Size} bytes";
        });
        await report.CallAsync("alice.Users.ListGalleryItemsAsync(\"Holiday\", pageSize: 1)", async () =>
        {
            var all = await alice.Users.ListGalleryItemsAsync(Folder, pageSize: 1, cancellationToken: stop).ToListAsync(stop);
            Expect.That(all is [{ FileName: "beach.bmp" }, { FileName: "map.txt" }], "both come, in order");
            return string.Join(", ", all.Select(item => item.FileName));
        });
        await report.CallAsync("alice.Users.GetGalleryFileAsync(file), GetGalleryFileIfChangedAsync(file, etag)", async () =>
        {
            await using var download = await alice.Users.GetGalleryFileAsync(fileId, cancellationToken: stop);
            var bytes = await download.ReadAsBytesAsync(cancellationToken: stop);
            Expect.That(bytes.AsSpan().SequenceEqual(_picture), "it is the same to the bit");
            Expect.That(
                download.ETag is { } etag && await alice.Users.GetGalleryFileIfChangedAsync(fileId, etag, cancellationToken: stop) is null,
                "what has not changed is not sent again");
            return $"{download.FileName}, {download.ContentType}, {bytes.Length} bytes, not changed";
        });
        await report.CallAsync("alice.Users.RenameGalleryFileAsync(file, \"strand.bmp\")", async () =>
        {
            await alice.Users.RenameGalleryFileAsync(fileId, "strand.bmp", cancellationToken: stop);
            return (await alice.Users.GetGalleryItemListAsync(Folder, cancellationToken: stop))[0].FileName;
        });
    }

    private async Task OfferAsync(MxitUserClient alice, MxitUserClient bob, string fileId)
    {
        report.Chapter("Files for Bob, from Alice and from the app");
        FileOffer? offer = null;
        await report.CallAsync("alice.Users.SendFileOfferAsync(bob, file), heard by bob.Messenger.ListenAsync()", async () =>
        {
            var receipt = await alice.Users.SendFileOfferAsync(Bob, fileId, cancellationToken: stop);
            offer = (await HearAsync(bob, receipt)).Offer;
            Expect.That(offer is { FileName: "strand.bmp", State: "offered" } && offer.Size == _picture.Length, "it is offered to Bob");
            return $"{offer!.FileName}, {offer.MediaType}, {offer.Size} bytes, until {offer.ExpiresUtc:yyyy-MM-dd}";
        });
        if (offer is not null)
        {
            await report.CallAsync("bob.Messenger.AcceptOfferAsync(offer, \"From Alice\")", async () =>
            {
                var accepted = await bob.Messenger.AcceptOfferAsync(offer.Id, "From Alice", stop);
                await using var download = await bob.Users.GetGalleryFileAsync($"{accepted.FileId}", cancellationToken: stop);
                var bytes = await download.ReadAsBytesAsync(cancellationToken: stop);
                Expect.That(bytes.AsSpan().SequenceEqual(_picture), "Bob has the same file");
                return $"{accepted.State}, {bytes.Length} bytes";
            });
            await report.CallAsync("alice.Users.GetSentFileOfferAsync(offer)", async () =>
            {
                var seen = await alice.Users.GetSentFileOfferAsync(offer.Id, cancellationToken: stop);
                Expect.That(seen is { State: "accepted", AnsweredUtc: not null }, "Alice sees that Bob has accepted");
                return seen.State;
            });
        }

        FileOfferReceipt? receipt = null;
        await report.CallAsync("mxit.Users.UploadFileAndSendFileOfferAsync(bob, ..., new() { AutoOpen = true }), heard by bob", async () =>
        {
            receipt = await app.Users.UploadFileAndSendFileOfferAsync(
                Bob,
                new MediaUpload(_picture, "poster.bmp"),
                preventShare: true,
                new FileOfferOptions { AutoOpen = true },
                cancellationToken: stop);
            var heard = await HearAsync(bob, receipt);
            Expect.That(heard is { Peer: "demo", Offer: { AutoOpen: true, PreventShare: true } }, "it comes from the app, as it was wished");
            return $"{heard.Peer}: {heard.Body}";
        });
        await report.CallAsync("bob.Messenger.ListOffersAsync(), DeclineOfferAsync(offer)", async () =>
        {
            var offers = await bob.Messenger.ListOffersAsync(cancellationToken: stop).ToListAsync(stop);
            Expect.That(offers is [{ Peer: "demo" }, { State: "accepted" }], "there are two, the newest first");
            return $"{offers.Count} offers, the newest is {(await bob.Messenger.DeclineOfferAsync(offers[0].Id, stop)).State} now";
        });
        await report.CallAsync("mxit.Users.ListSentFileOffersAsync()", async () =>
        {
            var sent = await app.Users.ListSentFileOffersAsync(cancellationToken: stop).ToListAsync(stop);
            Expect.That(sent is [{ State: "declined" }] && sent[0].Id == receipt?.OfferId, "the app sees that Bob has declined");
            return sent[0].State;
        });
    }

    private async Task ClearAsync(MxitUserClient alice, string fileId)
    {
        report.Chapter("Alice tidies up");
        await report.CallAsync("alice.Users.DeleteGalleryFileAsync(file), while it is offered", async () =>
        {
            var receipt = await alice.Users.SendFileOfferAsync(Bob, fileId, cancellationToken: stop);
            await alice.Users.DeleteGalleryFileAsync(fileId, cancellationToken: stop);
            var offer = await alice.Messenger.GetOfferAsync(receipt.OfferId!.Value, stop);
            Expect.That(offer.State == "withdrawn", "the offer is taken back");
            return offer.State;
        });
        await report.CallAsync("alice.Users.DeleteGalleryFolderAsync(\"Holiday\")", async () =>
        {
            await alice.Users.DeleteGalleryFolderAsync(Folder, cancellationToken: stop);
            var folders = await alice.Users.GetGalleryFolderListAsync(cancellationToken: stop);
            Expect.That(folders is [{ FolderName: PersonUsersClient.DefaultGalleryFolder, ItemCount: 0 }], "only the folder that everybody has is left");
            return folders[0].FolderName;
        });
    }

    /// <summary>The message that an offer travels as.</summary>
    private async Task<MessengerMessage> HearAsync(MxitUserClient person, FileOfferReceipt receipt)
    {
        await foreach (var message in person.Messenger.ListenAsync(cancellationToken: stop))
        {
            if (message.Id == receipt.OfferId)
            {
                return message;
            }
        }

        throw new TourException("The stream of messages should go on, and ended.");
    }

    /// <summary>Keeps what it heard last.</summary>
    private sealed class LastProgress : IProgress<TransferProgress>
    {
        public TransferProgress Last { get; private set; }

        public void Report(TransferProgress value) => Last = value;
    }
}
