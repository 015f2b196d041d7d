using System.IO.Compression;
using System.Net;
using CsCheck;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>Galleries with the client library. Source: wire document, section 6, M1 to M9.</summary>
public sealed class GalleryClientTests
{
    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Folders_come_change_and_go(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;

        Assert.Equal(
            ("Default", 0), await alice.GetGalleryFolderListAsync() is [var only] ? (only.FolderName, only.ItemCount) : default);
        await alice.CreateGalleryFolderAsync("Vakansie 2013 + see");
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Assert.ThrowsAsync<MxitApiException>(() => alice.CreateGalleryFolderAsync("VAKANSIE 2013 + see"))).StatusCode);
        await alice.RenameGalleryFolderAsync("vakansie 2013 + see", "Foto's 😀 50% é #1?");
        await alice.UploadGalleryFileAsync("Foto's 😀 50% é #1?", new MediaUpload("bytes"u8.ToArray(), "a.txt"));
        Assert.Equal(
            [("Default", 0), ("Foto's 😀 50% é #1?", 1)],
            (await alice.GetGalleryFolderListAsync()).Select(folder => (folder.FolderName, folder.ItemCount)));

        await alice.DeleteGalleryFolderAsync("Foto's 😀 50% é #1?");
        await Assert.ThrowsAsync<MxitNotFoundException>(() => alice.DeleteGalleryFolderAsync("Foto's 😀 50% é #1?"));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => alice.RenameGalleryFolderAsync("Foto's 😀 50% é #1?", "x"));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => alice.GetGalleryItemListAsync("Foto's 😀 50% é #1?"));
        await Assert.ThrowsAsync<MxitApiException>(() => alice.DeleteGalleryFolderAsync(UserAccountClient.DefaultGalleryFolder));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Files_go_up_and_come_down_the_same_to_the_bit(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;
        var bob = (await client.SignInAsync("bob")).Users;
        var folder = Directory.CreateTempSubdirectory("mxit-gallery-").FullName;
        try
        {
            var bytes = new byte[300_000];
            Random.Shared.NextBytes(bytes);
            var path = Path.Combine(folder, "as file.bin");
            await File.WriteAllBytesAsync(path, bytes);
            await using var oneWay = new GZipStream(new MemoryStream(Zip(bytes)), CompressionMode.Decompress);
            MediaUpload[] files = [new(bytes, "as \"bytes\" é😀.mp3"), new(oneWay, "as stream"), MediaUpload.FromFile(path)];
            foreach (var file in files)
            {
                var fileId = await alice.UploadGalleryFileAsync("Reis", file, preventShare: true);
                await using var download = await alice.GetGalleryFileAsync(fileId);
                Assert.Equal((file.FileName, (long?)bytes.Length), (download.FileName, download.Length));
                Assert.Null(await alice.GetGalleryFileIfChangedAsync(fileId, download.ETag!));
                var copy = Path.Combine(folder, fileId.Value);
                await download.SaveAsync(copy);
                Assert.Equal(bytes, await File.ReadAllBytesAsync(copy));
                await Assert.ThrowsAsync<MxitNotFoundException>(() => bob.GetGalleryFileAsync(fileId));
            }

            var items = await alice.ListGalleryItemsAsync("reis", pageSize: 2).ToListAsync();
            Assert.Equal(files.Select(file => file.FileName), items.Select(item => item.FileName));
            Assert.Equal(
                ["audio/mpeg", "application/octet-stream", "application/octet-stream"], items.Select(item => item.ContentType));
            Assert.All(items, item => Assert.Equal((300_000L, true, "Reis"), (item.Length, item.PreventShare, item.FolderName)));
            Assert.Equal([items[1]], await alice.GetGalleryItemListAsync("Reis", skip: 1, count: 1));

            await alice.RenameGalleryFileAsync(items[0].FileId, "nuut.mp3");
            await alice.DeleteGalleryFileAsync(items[1].FileId);
            await Assert.ThrowsAsync<MxitNotFoundException>(() => alice.DeleteGalleryFileAsync(items[1].FileId));
            Assert.Equal(
                ["nuut.mp3", "as file.bin"],
                await alice.ListGalleryItemsAsync("Reis").Select(item => item.FileName).ToListAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_folder_of_real_photos_goes_up_and_comes_down_and_is_emptied_by_one_loop(MxitTestDatabase provider)
    {
        var photos = SharedData.Files("photos");
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;

        foreach (var photo in photos)
        {
            await alice.UploadGalleryFileAsync("Foto's", MediaUpload.FromFile(photo));
        }

        var listed = await alice.ListGalleryItemsAsync("Foto's", pageSize: 5).ToListAsync();
        Assert.Equal(photos.Select(Path.GetFileName), listed.Select(item => item.FileName));
        foreach (var (photo, item) in photos.Zip(listed))
        {
            await using var download = await alice.GetGalleryFileAsync(item.FileId);
            Assert.Equal(await File.ReadAllBytesAsync(photo), await download.ReadAsBytesAsync());
        }

        await foreach (var item in alice.ListGalleryItemsAsync("Foto's", pageSize: 3))
        {
            await alice.DeleteGalleryFileAsync(item.FileId);
        }

        Assert.Empty(await alice.GetGalleryItemListAsync("Foto's"));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_upload_under_the_same_key_is_stored_once(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;
        var once = new MxitCallOptions { IdempotencyKey = "once" };

        var first = await alice.UploadGalleryFileAsync("Default", new MediaUpload("bytes"u8.ToArray(), "a.txt"), options: once);
        var second = await alice.UploadGalleryFileAsync("Default", new MediaUpload("bytes"u8.ToArray(), "a.txt"), options: once);
        var other = await Assert.ThrowsAsync<MxitApiException>(
            () => alice.UploadGalleryFileAsync("Default", new MediaUpload("other"u8.ToArray(), "a.txt"), options: once));

        Assert.Equal(first, second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(first, Assert.Single(await alice.GetGalleryItemListAsync("Default")).FileId);
    }

    [Fact]
    public async Task An_upload_whose_connection_breaks_anywhere_is_stored_once()
    {
        await using var server = await Server.StartAsync();
        var bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);

        // In the head, in the content, and after it, when the answer is lost.
        (long, long)[] limits = [(40, 0), (500_000, long.MaxValue), (long.MaxValue, 30)];
        await using var proxy = new BreakingProxy(server.Inner.Address, limits);
        using var client = server.CreateClient();
        using var broken = ThroughProxy(server, proxy);
        var token = await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", MxitScopes.All);

        var fileId = await broken.ForUser(token).Users.UploadGalleryFileAsync(
            "Default", new MediaUpload(new MemoryStream(bytes), "a.bin"));

        Assert.Equal(4, proxy.Connections);
        var alice = client.ForUser(token).Users;
        Assert.Equal(fileId, Assert.Single(await alice.GetGalleryItemListAsync("Default")).FileId);
        await using var download = await alice.GetGalleryFileAsync(fileId);
        Assert.Equal(bytes, await download.ReadAsBytesAsync());
    }

    [Fact]
    public async Task A_download_whose_connection_breaks_goes_on_where_it_stopped()
    {
        await using var server = await Server.StartAsync();
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);
        await using var proxy = new BreakingProxy(
            server.Inner.Address, (long.MaxValue, 1_000_000), (long.MaxValue, 100), (long.MaxValue, 500_000));
        using var client = server.CreateClient();
        using var broken = ThroughProxy(server, proxy);
        var token = await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", MxitScopes.All);
        var fileId = await client.ForUser(token).Users.UploadGalleryFileAsync("Default", new MediaUpload(bytes, "a.bin"));
        var heard = new List<TransferProgress>();
        var file = Path.GetTempFileName();
        try
        {
            await using (var download = await broken.ForUser(token).Users.GetGalleryFileAsync(fileId))
            {
                await download.SaveAsync(file, new Listener(heard));
            }

            Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(4, proxy.Connections);
        Assert.Equal(heard.Select(one => one.Bytes).Order(), heard.Select(one => one.Bytes));
        Assert.Equal((3_000_000L, 3_000_000L), (heard[^1].Bytes, heard[^1].TotalBytes));
    }

    [Fact]
    public async Task U_25_what_is_damaged_on_the_way_is_refused_on_both_sides()
    {
        await using var server = await Server.StartAsync();
        var bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);
        await using var proxy = new BreakingProxy(server.Inner.Address) { DamagedUp = 500_000, DamagedDown = 500_000 };
        using var client = server.CreateClient();
        using var damaging = ThroughProxy(server, proxy);
        var token = await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", MxitScopes.All);
        var alice = client.ForUser(token).Users;

        var refused = await Assert.ThrowsAsync<MxitApiException>(() => damaging.ForUser(token).Users.UploadGalleryFileAsync(
            "Default", new MediaUpload(bytes, "a.bin") { SendDigest = true }));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Empty(await alice.GetGalleryItemListAsync("Default"));

        var fileId = await alice.UploadGalleryFileAsync("Default", new MediaUpload(bytes, "a.bin") { SendDigest = true });
        await using var download = await damaging.ForUser(token).Users.GetGalleryFileAsync(fileId);
        var failure = await Assert.ThrowsAsync<MxitException>(() => download.ReadAsBytesAsync());
        Assert.Equal(MxitErrorReason.ContentMismatch, failure.Reason);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_again_says_so_and_its_key_makes_a_new_one_safe()
    {
        await using var server = await Server.StartAsync();
        var bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);
        await using var proxy = new BreakingProxy(server.Inner.Address, (long.MaxValue, 30));
        using var client = server.CreateClient();
        using var broken = ThroughProxy(server, proxy);
        var alice = broken.ForUser(await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", MxitScopes.All)).Users;

        // The first 25 bytes ask for the content; of the answer only a part arrives.
        var spent = await Assert.ThrowsAsync<MxitException>(
            () => alice.UploadGalleryFileAsync("Default", new MediaUpload(OneWay(bytes), "a.bin")));
        Assert.Equal(MxitErrorReason.StreamConsumed, spent.Reason);
        await WaitFor.ConditionAsync(async () => (await alice.GetGalleryItemListAsync("Default")).Count == 1);
        var fileId = await alice.UploadGalleryFileAsync(
            "Default", new MediaUpload(OneWay(bytes), "a.bin"),
            options: new MxitCallOptions { IdempotencyKey = spent.IdempotencyKey });

        Assert.Equal(fileId, Assert.Single(await alice.GetGalleryItemListAsync("Default")).FileId);
    }

    [Fact]
    public async Task U_01_U_15_limits_are_told_in_words()
    {
        await using var server = await Server.StartAsync(configure: options =>
            (options.Settings["Mxit:Gallery:MaxFileBytes"], options.Settings["Mxit:Gallery:MaxPersonBytes"]) = ("200000",
                "300000"));
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;

        var tooLarge = await Assert.ThrowsAsync<MxitApiException>(
            () => alice.UploadGalleryFileAsync("Default", new MediaUpload(new byte[200_001], "a.bin")));
        var inChunks = await Assert.ThrowsAsync<MxitApiException>(
            () => alice.UploadGalleryFileAsync("Default", new MediaUpload(OneWay(new byte[200_001]), "a.bin")));
        await alice.UploadGalleryFileAsync("Default", new MediaUpload(new byte[200_000], "a.bin"));
        var full = await Assert.ThrowsAsync<MxitApiException>(
            () => alice.UploadGalleryFileAsync("Default", new MediaUpload(new byte[100_001], "a.bin")));

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.InsufficientStorage],
            [tooLarge.StatusCode, inChunks.StatusCode, full.StatusCode]);
        Assert.All([tooLarge, inChunks, full], failure => Assert.NotNull(failure.ErrorDescription));
        Assert.Equal([1, 1, 1], new[] { tooLarge, inChunks, full }.Select(failure => failure.Attempts.Count));
    }

    [Fact]
    public async Task U_10_any_name_comes_back_as_it_was_given()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = (await client.SignInAsync("alice")).Users;
        string[] alphabet =
            ["a", " ", "+", "%", "%2F", "\\", "?", "#", "&", "=", ":", "\"", "'", ";", ",", "é", "漢", "😀", "..", "/"];

        await Gen.Int[0, alphabet.Length - 1].Array[1, 12].Select(
            indexes => string.Concat(indexes.Select(index => alphabet[index])))
            .Where(name => name.Trim() is not ("" or ".."))
            .SampleAsync(async name =>
            {
                // What a folder is called counts without regard to case, and must be another one each time.
                var folder = $"{Guid.NewGuid():N} {name.Replace('/', '-')}";
                var fileId = await alice.UploadGalleryFileAsync(folder, new MediaUpload(new byte[1], name));
                var item = Assert.Single(await alice.GetGalleryItemListAsync(folder));
                Assert.Equal((fileId, name, folder), (item.FileId, item.FileName, item.FolderName));
                await alice.RenameGalleryFileAsync(fileId, name + name);
                Assert.Equal(name + name, Assert.Single(await alice.GetGalleryItemListAsync(folder)).FileName);
                await alice.DeleteGalleryFolderAsync(folder);
            }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task O_60_a_scope_that_the_person_did_not_allow_is_named()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice =
            client.ForUser(await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", [MxitScopes.OpenId])).Users;
        const string FileId = "f00df00d-f00d-f00d-f00d-f00df00df00d";

        (string Scope, Func<Task> Call)[] calls =
        [
            (MxitScopes.ContentRead, () => alice.GetGalleryFolderListAsync()),
            (MxitScopes.ContentRead, () => alice.GetGalleryItemListAsync("Default")),
            (MxitScopes.ContentRead, () => alice.GetGalleryFileAsync(FileId)),
            (MxitScopes.ContentWrite, () => alice.CreateGalleryFolderAsync("x")),
            (MxitScopes.ContentWrite, () => alice.RenameGalleryFolderAsync("x", "y")),
            (MxitScopes.ContentWrite, () => alice.DeleteGalleryFolderAsync("x")),
            (MxitScopes.ContentWrite, () => alice.UploadGalleryFileAsync("x", new MediaUpload(new byte[1], "a"))),
            (MxitScopes.ContentWrite, () => alice.RenameGalleryFileAsync(FileId, "x")),
            (MxitScopes.ContentWrite, () => alice.DeleteGalleryFileAsync(FileId)),
        ];
        foreach (var (scope, call) in calls)
        {
            Assert.Equal(scope, (await Assert.ThrowsAsync<MxitForbiddenException>(call)).MissingScope);
        }
    }

    private static MxitClient ThroughProxy(Server server, BreakingProxy proxy) => new(new MxitClientOptions
    {
        ClientId = TestApp.Demo.ClientId,
        ClientSecret = TestApp.Demo.ClientSecret,
        AuthAddress = server.Inner.Address,
        ApiAddress = proxy.Address,
    });

    private static GZipStream OneWay(byte[] bytes) => new(new MemoryStream(Zip(bytes)), CompressionMode.Decompress);

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var packer = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            packer.Write(content);
        }

        return zipped.ToArray();
    }

    /// <summary>Writes down at once what it is told.</summary>
    private sealed class Listener(List<TransferProgress> heard) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => heard.Add(value);
    }
}
