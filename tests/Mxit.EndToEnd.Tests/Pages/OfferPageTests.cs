using System.Net.Http.Headers;
using Microsoft.Playwright;
using Mxit.Platform.Gallery;
using Mxit.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>Files in conversations, as both sides see them in their browsers.</summary>
public sealed class OfferPageTests(Chromium chromium)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";

    [Fact]
    public async Task A_photo_is_offered_from_the_gallery_accepted_and_both_sides_see_it_at_once()
    {
        var photo = await File.ReadAllBytesAsync(SharedData.Files("photos", "DSCN0010.jpg")[0]);
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "alice");
        await visitor.UploadAsync("/gallery/Default", ("beach.jpg", "image/jpeg", photo));
        await using var alice = await chromium.VisitAsync(server.Inner.Address);
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", $"/messages/{Alice}");
        await bob.Answer.FillAsync("half an ans");
        await alice.SignInAsync("alice", "/gallery/Default");

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "beach.jpg" }).ClickAsync();
        await alice.Page.GetByLabel("Offer it to").SelectOptionAsync("Bob");
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Offer" }).ClickAsync();
        await Expect(alice.Page).ToHaveURLAsync($"/messages/{Bob}");
        await Expect(alice.Page.Locator(".offer .progress")).ToContainTextAsync("Waiting for Bob");
        await Visit.ExpectPictureAsync(alice.Page.Locator(".offer img"), 240);

        await Expect(bob.Messages).ToHaveTextAsync(["beach.jpg"]);
        await Expect(bob.Page.Locator(".offer .kind")).ToHaveTextAsync("JPEG picture, 142 KB");
        await Visit.ExpectPictureAsync(bob.Page.Locator(".offer img"), 240);
        await Expect(bob.Page.GetByRole(AriaRole.Link, new() { Name = "Alice" }).First).ToContainTextAsync("Picture: beach.jpg");
        await Expect(bob.Answer).ToHaveValueAsync("half an ans");
        Assert.Empty(await bob.FindBarriersAsync());
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Accept beach.jpg" }).ClickAsync();
        await Expect(bob.Page.Locator(".offer .progress")).ToHaveTextAsync("In your gallery");
        await Expect(bob.Page.GetByRole(AriaRole.Button, new() { Name = "Accept" })).ToHaveCountAsync(0);

        await Expect(alice.Page.Locator(".offer .progress")).ToHaveTextAsync("Bob has it");
        await bob.Page.Locator(".offer").GetByRole(AriaRole.Link, new() { Name = "beach.jpg" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("beach.jpg");
        await Visit.ExpectPictureAsync(bob.Page.GetByAltText("beach.jpg"), 640);
        Assert.Empty(alice.Complaints);
        Assert.Empty(bob.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_are_sent_from_a_conversation_and_declined_with_script_and_without(bool script)
    {
        await using var server = await Server.StartAsync();
        await using var alice = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await alice.SignInAsync("alice", $"/messages/{Bob}");

        await alice.Page.GetByText("Send a file").ClickAsync();
        await Visit.ChooseAsync(
            alice.Page.GetByLabel("File for"),
            ("<b>notes\" &.txt", "text/plain", "text"u8.ToArray()),
            ("second.pdf", "application/pdf", new byte[5_000]));
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Send file" }).ClickAsync();
        await Expect(alice.Messages).ToHaveTextAsync(["<b>notes\" &.txt", "second.pdf"]);
        await Expect(alice.Page.Locator(".offer .progress")).ToContainTextAsync(["Waiting for Bob", "Waiting for Bob"]);

        await bob.SignInAsync("bob", $"/messages/{Alice}");
        await Expect(bob.Page.Locator(".offer .kind")).ToHaveTextAsync(["Text, 4 bytes", "PDF, 4.8 KB"]);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Decline <b>notes" }).ClickAsync();
        await Expect(bob.Page.Locator(".offer .progress").First).ToHaveTextAsync("You declined");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Accept second.pdf" }).ClickAsync();
        await Expect(bob.Page.Locator(".offer .progress").Last).ToHaveTextAsync("In your gallery");

        if (!script)
        {
            await alice.Page.ReloadAsync();
        }

        await Expect(alice.Page.Locator(".offer .progress")).ToHaveTextAsync(["Bob declined", "Bob has it"]);
        Assert.Equal(
            ["second.pdf"], (await server.Get<GalleryService>().ListOrNullAsync(Bob, "Default", 0, 9, default))!.Select(
                file => file.FileName));
        Assert.Empty(alice.Complaints);
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task What_shall_open_by_itself_is_seen_at_once_and_waits_for_an_answer_all_the_same()
    {
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(
            server.Inner.Address, options => options.ViewportSize = new() { Width = 375, Height = 640 });
        await bob.SignInAsync("bob", "/messages");
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(SharedData.Files("photos", "DSCN0010.jpg")[0]));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var sent = await server.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/user/media/file/send?fileName=card.jpg&userId={Bob}&autoOpen=true")
            {
                Content = content,
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await server.AppTokenAsync("content/send")) },
            });
        Assert.Equal(200, sent.Status);

        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "Demo" }).ClickAsync();
        await Visit.ExpectPictureAsync(bob.Page.Locator(".offer img"), 640);
        Assert.False(await bob.IsTooWideAsync());
        Assert.Empty(await bob.FindBarriersAsync());
        Assert.Empty((await server.Get<GalleryService>().ListOrNullAsync(Bob, "Default", 0, 9, default))!);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Accept card.jpg" }).ClickAsync();
        await Expect(bob.Page.Locator(".offer .progress")).ToHaveTextAsync("In your gallery");
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task The_answer_to_an_offer_keeps_the_focus_of_who_uses_the_keyboard()
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "alice");
        await visitor.SendFilesAsync(Bob, ("a.txt", "text/plain", [1]));
        var fileId = (await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))![0].FileId;
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", $"/messages/{Alice}");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Accept a.txt" }).FocusAsync();

        await server.Get<GalleryService>().DeleteFileAsync(Alice, fileId, default);

        await Expect(bob.Page.Locator(".offer .progress")).ToHaveTextAsync("Alice withdrew it");
        await Expect(bob.Page.GetByRole(AriaRole.Region, new() { Name = "Conversation" })).ToBeFocusedAsync();
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task Long_names_in_cards_keep_a_small_phone_from_scrolling_sideways()
    {
        await using var server = await Server.StartAsync();
        using var visitor = await Visitor.SignInAsync(server, "alice");
        await visitor.SendFilesAsync(Bob, (new string('W', 251) + ".txt", "text/plain", [1]));
        await using var bob = await chromium.VisitAsync(
            server.Inner.Address, options => options.ViewportSize = new() { Width = 320, Height = 640 });

        foreach (var login in (string[])["bob", "alice"])
        {
            await bob.Page.Context.ClearCookiesAsync();
            await bob.SignInAsync(login, $"/messages/{(login == "bob" ? Alice : Bob)}");
            await bob.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => { part.open = true; })");
            await Expect(bob.Page.Locator(".offer")).ToHaveCountAsync(1);
            Assert.False(await bob.IsTooWideAsync());
            Assert.Empty(await bob.FindBarriersAsync());
        }
    }
}
