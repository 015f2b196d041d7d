using Microsoft.Playwright;
using Mxit.Platform.Accounts;
using Mxit.Platform.Gallery;
using Mxit.Platform.Wire;
using Mxit.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The pages of the gallery as a person uses them.</summary>
public sealed class GalleryPageTests(Chromium chromium)
{
    private const string Bob = "m10000000002";
    private const string Hostile = "\"><script>alert(1)<img src=x onerror=alert(2)>'%&#+?.html";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_are_uploaded_shown_downloaded_renamed_and_deleted_with_script_and_without(bool script)
    {
        var photo = await File.ReadAllBytesAsync(SharedData.Files("photos", "DSCN0010.jpg")[0]);
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await bob.SignInAsync("bob", "/gallery");
        await bob.Page.GetByLabel("New folder").FillAsync("Trip + 50% #1?");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Trip + 50% #1?");

        await Visit.ChooseAsync(
            bob.Page.GetByLabel("Add files"),
            ("DSCN0010.jpg", "image/jpeg", photo),
            (Hostile, "text/html", "<script>alert(3)</script>"u8.ToArray()));
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 files added.");
        await Expect(bob.Page.Locator(".files .name")).ToHaveTextAsync([Hostile, "DSCN0010.jpg"]);
        await Visit.ExpectPictureAsync(bob.Page.Locator(".files img"), 96);
        Assert.Empty(await FindBarriersAsync(bob, script));

        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "script" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Hostile);
        Assert.Equal("<script>alert(3)</script>"u8.ToArray(), await DownloadAsync(bob));
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "Trip" }).ClickAsync();
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "DSCN0010.jpg" }).ClickAsync();
        await Visit.ExpectPictureAsync(bob.Page.GetByAltText("DSCN0010.jpg"), 640);
        Assert.Equal(photo, await DownloadAsync(bob));
        Assert.Empty(await FindBarriersAsync(bob, script));

        await bob.Page.GetByText("Rename or delete this file").ClickAsync();
        await bob.Page.GetByLabel("New name").FillAsync("München 😀.jpg");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("München 😀.jpg");
        await Expect(bob.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the file" })).ToBeHiddenAsync();
        await bob.Page.GetByText("Rename or delete this file").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the file" }).ClickAsync();
        await Expect(bob.Page.Locator(".files .name")).ToHaveTextAsync([Hostile]);

        await bob.Page.GetByText("Rename or delete this folder").ClickAsync();
        await bob.Page.GetByLabel("New name").FillAsync("..%2F");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("..%2F");
        await Expect(bob.Page.Locator(".files .name")).ToHaveTextAsync([Hostile]);
        await bob.Page.GetByText("Rename or delete this folder").ClickAsync();
        await Expect(bob.Page.GetByText("Deleting it deletes 1 file too")).ToBeVisibleAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the folder" }).ClickAsync();
        await Expect(bob.Page.Locator(".folder .name")).ToHaveTextAsync(["Default"]);
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task What_is_too_large_is_said_before_it_is_sent()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Gallery:MaxFileBytes"] = "2000");
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/gallery/Default");
        var field = bob.Page.GetByLabel("Add files");

        await Visit.ChooseAsync(
            field,
            ("small.txt", "text/plain", new byte[10]),
            ("large.txt", "text/plain", new byte[2_001]));
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        Assert.Equal(
            "large.txt is too large. A file may have 1.9 KB at most.",
            await field.EvaluateAsync<string>("field => field.validationMessage"));
        await Expect(bob.Page).ToHaveURLAsync("/gallery/Default");

        await Visit.ChooseAsync(field, ("small.txt", "text/plain", new byte[10]));
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(bob.Page.Locator(".files .name")).ToHaveTextAsync(["small.txt"]);
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task A_small_picture_that_is_not_there_yet_appears_and_one_that_never_comes_leaves_no_torn_one()
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "bob");
        await visitor.UploadAsync(
            "/gallery/Default",
            ("broken.jpg", "image/jpeg", [0xFF, 0xD8, 0xFF, 1]),
            ("photo.jpg", "image/jpeg", await File.ReadAllBytesAsync(SharedData.Files("photos", "portrait_1.jpg")[0])));
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.Page.Clock.InstallAsync();
        var busy = true;
        await bob.Page.RouteAsync(
            "**/thumbnail?*", route => busy ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync());
        await bob.SignInAsync("bob", "/gallery/Default");
        await Expect(bob.Page.Locator(".files img[data-again]")).ToHaveCountAsync(2);

        // The event of a failure that the page has noticed by itself.
        await bob.Page.Locator(".files img").EvaluateAllAsync<bool[]>(
            "images => images.map(image => image.dispatchEvent(new Event('error')))");
        await Expect(bob.Page.Locator(".files img.torn")).ToHaveCountAsync(0);

        busy = false;
        await bob.Page.Clock.FastForwardAsync("00:06");

        await Expect(bob.Page.Locator(".files img.torn")).ToHaveCountAsync(1);
        await Visit.ExpectPictureAsync(bob.Page.Locator(".files img:not(.torn)"), 72);
        await Expect(bob.Page.Locator(".files li").Filter(new() { HasText = "broken.jpg" }).Locator("img")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://evil.example/")]
    public async Task Pages_of_other_sites_can_bring_and_change_nothing(string site)
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "bob");
        await server.Get<GalleryService>().CreateFolderAsync(
            new Caller { UserId = Bob, Scopes = [] }, "Kept", key: null, default);
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/gallery");
        foreach (var (path, fields) in new[]
        {
            ("gallery", "<input name=name value=Evil>"), ("gallery/Kept", "<input name=do value=delete>"),
            ("gallery/Kept/files", "<input type=file name=file>"), ("messages/m10000000001/files", "<input type=file name=file>"),
        })
        {
            await bob.Page.RouteAsync(site, route => route.FulfillAsync(new()
            {
                ContentType = "text/html",
                Body = $"<form method=post action='{server.Inner.Address}{path}' " +
                $"{(path.EndsWith("files", StringComparison.Ordinal) ? "enctype=multipart/form-data" : "")}>{fields}<input " +
                $"type=submit></form>",
            }));
            await bob.Page.GotoAsync(site);
            if (path.EndsWith("files", StringComparison.Ordinal))
            {
                await Visit.ChooseAsync(bob.Page.Locator("input[type=file]"), ("evil.txt", "text/plain", [1]));
            }

            var answer = await bob.Page.RunAndWaitForRequestFinishedAsync(
                () => bob.Page.Locator("input[type=submit]").ClickAsync(),
                new() { Predicate = request => request.Method == "POST" });
            Assert.Contains((await answer.ResponseAsync())!.Status, new[] { 400, 303 });
            await bob.Page.UnrouteAsync(site);
        }

        Assert.Equal(
            [("Default", 0), ("Kept", 0)],
            (await server.Get<GalleryService>().GetRootAsync(Bob, default)).Folders.Select(
                folder => (folder.FolderName, folder.ItemCount)));
        Assert.Empty(await server.TextsAsync("alice", 0));
    }

    [Fact]
    public async Task The_name_of_a_folder_is_sent_composed()
    {
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/gallery");

        await bob.Page.GetByLabel("New folder").FillAsync("Cafe\u0301");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Caf\u00E9");
        Assert.NotNull(await server.Get<GalleryService>().ListOrNullAsync(Bob, "CAF\u00C9", 0, 9, default));

        await bob.Page.GetByText("Rename or delete this folder").ClickAsync();
        await bob.Page.Locator("input[name=name]").FillAsync("The\u0301");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Th\u00E9");
        Assert.NotNull(await server.Get<GalleryService>().ListOrNullAsync(Bob, "th\u00E9", 0, 9, default));
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task A_picture_of_the_gallery_becomes_the_picture_of_the_person()
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "bob");
        await visitor.UploadAsync(
            "/gallery/Default",
            ("me.jpg", "image/jpeg", await File.ReadAllBytesAsync(SharedData.Files("photos", "portrait_1.jpg")[0])),
            ("broken.jpg", "image/jpeg", [0xFF, 0xD8, 0xFF, 1]));
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = false);
        await bob.SignInAsync("bob", "/gallery/Default");

        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "broken.jpg" }).ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Use as my picture" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await bob.Page.GotoAsync("/gallery/Default");
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "me.jpg" }).ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Use as my picture" }).ClickAsync();

        await Expect(bob.Page.GetByText("Saved.")).ToBeVisibleAsync();
        Assert.NotNull((await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.AvatarId);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(375)]
    [InlineData(1200)]
    public async Task No_page_scrolls_sideways_and_none_has_barriers(int width)
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "bob");
        var folder = new string('W', 64);
        await visitor.PostAsync("/gallery", await visitor.ProveAsync("/gallery", ("name", folder)));
        await visitor.UploadAsync(
            $"/gallery/{folder}",
            (new string('W', 255), "", [1]),
            ("photo.jpg", "image/jpeg", await File.ReadAllBytesAsync(SharedData.Files("photos", "portrait_1.jpg")[0])));
        await visitor.UploadAsync(
            "/gallery/Default",
            [.. Enumerable.Range(0, 40).Select(n => ($"{n}", "application/a-media-type.with.a-long.name", new byte[n]))]);
        var files = (await server.Get<GalleryService>().ListOrNullAsync(Bob, folder, 0, 9, default))!.Select(
            file => $"/gallery/file/{file.FileId}");
        await using var bob = await chromium.VisitAsync(
            server.Inner.Address, options => options.ViewportSize = new() { Width = width, Height = 640 });
        await bob.SignInAsync("bob");

        foreach (var path in (string[])["/gallery", $"/gallery/{folder}", "/gallery/Default?page=2", .. files])
        {
            await bob.Page.GotoAsync(path);
            await bob.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => { part.open = true; })");
            Assert.False(await bob.IsTooWideAsync(), path);
            Assert.Empty(await bob.FindBarriersAsync());
        }

        Assert.Empty(bob.Complaints);
    }

    private static async Task<string[]> FindBarriersAsync(Visit visit, bool script) =>
        script ? await visit.FindBarriersAsync() : [];

    private static async Task<byte[]> DownloadAsync(Visit visit)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() =>
            visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
