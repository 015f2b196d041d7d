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
        if (fileId is { } file)
        {
            await ShowAsync(alice, file);
            await OfferAsync(alice, await app.SignInAsync("bob", stop), file);
            await ClearAsync(alice, file);
        }
    }

    private async Task<FileId?> KeepAsync(MxitUserClient alice)
    {
        FileId? fileId = null;
        report.Chapter("Alice's gallery");
        await report.CallAsync(
            "alice.Users.CreateGalleryFolderAsync(\"Summer\"), RenameGalleryFolderAsync(\"Summer\", \"Holiday\")", async () =>
            {
                await alice.Users.CreateGalleryFolderAsync("Summer", cancellationToken: stop);
                await alice.Users.RenameGalleryFolderAsync("summer", Folder, cancellationToken: stop);
                var folders = await alice.Users.GetGalleryFolderListAsync(cancellationToken: stop);
                Expect.That(
                    folders.Any(folder => folder is { FolderName: Folder, ItemCount: 0 }), "it is there under its new name");
                return string.Join(", ", folders.Select(folder => folder.FolderName));
            });
        await report.CallAsync(
            "alice.Users.UploadGalleryFileAsync(\"Holiday\", MediaUpload.FromFile(\"beach.bmp\"), progress: ...)", async () =>
            {
                var folder = Directory.CreateTempSubdirectory("mxit-tour-").FullName;
                try
                {
                    var file = Path.Combine(folder, "beach.bmp");
                    await File.WriteAllBytesAsync(file, _picture, stop);
                    var progress = new LastProgress();
                    fileId = await alice.Users.UploadGalleryFileAsync(
                        Folder, MediaUpload.FromFile(file), progress: progress, cancellationToken: stop);
                    Expect.That(
                        progress.Last.Fraction == 1 && progress.Last.Bytes == _picture.Length, "the last report is exact");
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
            return second.Value;
        });
        return fileId;
    }

    private async Task ShowAsync(MxitUserClient alice, FileId fileId)
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
            Expect.That(page is [{ FileName: "map.txt", ContentType: "text/plain" }], "the second one comes");
            return $"{page[0].FileName}, {page[0].Length} bytes";
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
                download.ETag is { } etag
                && await alice.Users.GetGalleryFileIfChangedAsync(fileId, etag, cancellationToken: stop) is null,
                "what has not changed is not sent again");
            return $"{download.FileName}, {download.ContentType}, {bytes.Length} bytes, not changed";
        });
        await report.CallAsync("alice.Users.RenameGalleryFileAsync(file, \"strand.bmp\")", async () =>
        {
            await alice.Users.RenameGalleryFileAsync(fileId, "strand.bmp", cancellationToken: stop);
            return (await alice.Users.GetGalleryItemListAsync(Folder, cancellationToken: stop))[0].FileName;
        });
    }

    private async Task OfferAsync(MxitUserClient alice, MxitUserClient bob, FileId fileId)
    {
        report.Chapter("Files for Bob, from Alice and from the app");
        FileOffer? offer = null;
        await report.CallAsync("alice.Users.SendFileOfferAsync(bob, file), heard by bob.Messenger.ListenAsync()", async () =>
        {
            var receipt = await alice.Users.SendFileOfferAsync(Bob, fileId, cancellationToken: stop);
            offer = (await ReceiveAsync(bob, receipt)).Offer;
            Expect.That(
                offer?.FileName == "strand.bmp" && offer.State == OfferState.Offered && offer.Length == _picture.Length,
                "it is offered to Bob");
            return $"{offer!.FileName}, {offer.ContentType}, {offer.Length} bytes, until {offer.ExpiresAt:yyyy-MM-dd}";
        });
        if (offer is not null)
        {
            await report.CallAsync("bob.Messenger.AcceptOfferAsync(offer, \"From Alice\")", async () =>
            {
                var accepted = await bob.Messenger.AcceptOfferAsync(offer.Id, "From Alice", cancellationToken: stop);
                await using var download = await bob.Users.GetGalleryFileAsync(accepted.FileId!.Value, cancellationToken: stop);
                var bytes = await download.ReadAsBytesAsync(cancellationToken: stop);
                Expect.That(bytes.AsSpan().SequenceEqual(_picture), "Bob has the same file");
                return $"{accepted.State}, {bytes.Length} bytes";
            });
            await report.CallAsync("alice.Users.GetSentFileOfferAsync(offer)", async () =>
            {
                var seen = await alice.Users.GetSentFileOfferAsync(offer.Id, cancellationToken: stop);
                Expect.That(seen.State == OfferState.Accepted && seen.AnsweredAt is not null, "Alice sees that Bob has accepted");
                return seen.State.Value;
            });
        }

        FileOfferReceipt? receipt = null;
        await report.CallAsync(
            "mxit.Users.UploadFileAndSendFileOfferAsync(bob, ..., new() { AutoOpen = true }), heard by bob", async () =>
            {
                receipt = await app.Users.UploadFileAndSendFileOfferAsync(
                    Bob,
                    new MediaUpload(_picture, "poster.bmp"),
                    preventShare: true,
                    new FileOfferOptions { AutoOpen = true },
                    cancellationToken: stop);
                var heard = await ReceiveAsync(bob, receipt);
                Expect.That(
                    heard.Peer == "demo" && heard.Offer is { AutoOpen: true, PreventShare: true },
                    "it comes from the app, as it was asked for");
                return $"{heard.Peer}: {heard.Body}";
            });
        await report.CallAsync("bob.Messenger.ListOffersAsync(), DeclineOfferAsync(offer)", async () =>
        {
            var offers = await bob.Messenger.ListOffersAsync(cancellationToken: stop).ToListAsync(stop);
            Expect.That(
                offers.Count == 2 && offers[0].Peer == "demo" && offers[1].State == OfferState.Accepted,
                "there are two, the newest first");
            return $"{offers.Count} offers, the newest is " +
                $"{(await bob.Messenger.DeclineOfferAsync(offers[0].Id, cancellationToken: stop)).State} now";
        });
        await report.CallAsync("mxit.Users.ListSentFileOffersAsync()", async () =>
        {
            var sent = await app.Users.ListSentFileOffersAsync(cancellationToken: stop).ToListAsync(stop);
            Expect.That(
                sent.Count == 1 && sent[0].State == OfferState.Declined && sent[0].Id == receipt?.OfferId,
                "the app sees that Bob has declined");
            return sent[0].State.Value;
        });
    }

    private async Task ClearAsync(MxitUserClient alice, FileId fileId)
    {
        report.Chapter("Alice tidies up");
        await report.CallAsync("alice.Users.DeleteGalleryFileAsync(file), while it is offered", async () =>
        {
            var receipt = await alice.Users.SendFileOfferAsync(Bob, fileId, cancellationToken: stop);
            await alice.Users.DeleteGalleryFileAsync(fileId, cancellationToken: stop);
            var offer = await alice.Messenger.GetOfferAsync(receipt.OfferId!.Value, cancellationToken: stop);
            Expect.That(offer.State == OfferState.Withdrawn, "the offer is taken back");
            return offer.State.Value;
        });
        await report.CallAsync("alice.Users.DeleteGalleryFolderAsync(\"Holiday\")", async () =>
        {
            await alice.Users.DeleteGalleryFolderAsync(Folder, cancellationToken: stop);
            var folders = await alice.Users.GetGalleryFolderListAsync(cancellationToken: stop);
            Expect.That(
                folders is [{ FolderName: UserAccountClient.DefaultGalleryFolder, ItemCount: 0 }],
                "only the folder that everybody has is left");
            return folders[0].FolderName;
        });
    }

    /// <summary>The message of an offer.</summary>
    private async Task<MessengerMessage> ReceiveAsync(MxitUserClient person, FileOfferReceipt receipt)
    {
        await foreach (var message in person.Messenger.ListenAsync(cancellationToken: stop))
        {
            if (message.Offer?.Id == receipt.OfferId)
            {
                return message;
            }
        }

        throw new TourException("The stream of messages should go on, and ended.");
    }

    /// <summary>Keeps the last report.</summary>
    private sealed class LastProgress : IProgress<TransferProgress>
    {
        public TransferProgress Last { get; private set; }

        public void Report(TransferProgress value) => Last = value;
    }
}
