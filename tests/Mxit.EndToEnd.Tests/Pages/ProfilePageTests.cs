using Microsoft.Playwright;
using Mxit.Platform.Accounts;
using Mxit.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The page of a person's own profile.</summary>
public sealed class ProfilePageTests(Chromium chromium)
{
    private const string Bob = "m10000000002";

    // A picture of one pixel.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_changes_and_clears_what_others_see(bool script)
    {
        await using var server = await Server.StartAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await visit.SignInAsync("bob", "/profile");

        await visit.Page.GetByLabel("Display name").FillAsync("Bob 😀 ܒܘܒ");
        await visit.Page.GetByLabel("Status message").FillAsync("two\nlines");
        await visit.Page.GetByLabel("Mood").SelectOptionAsync("in love");
        await visit.Page.GetByLabel("While you are here").SelectOptionAsync("Busy");
        await visit.Page.GetByLabel("Title").FillAsync("Dr");
        await visit.Page.GetByLabel("Last name").FillAsync("");
        await visit.Page.GetByLabel("About me").FillAsync("I <3 \"code\"");
        await visit.Page.GetByLabel("Gender").SelectOptionAsync("Female");
        await visit.Page.GetByLabel("Relationship").SelectOptionAsync("It is complicated");
        await visit.Page.GetByLabel("E-mail").FillAsync("bob@example.com");
        await visit.Page.GetByLabel("Mobile number").FillAsync("082 123 4567");
        await visit.Page.GetByLabel("Where I am").FillAsync("");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".who bdi")).ToHaveTextAsync("Bob 😀 ܒܘܒ");
        await Expect(visit.Page.GetByLabel("Mood")).ToHaveValueAsync("5");
        var bob = (await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!;
        Assert.Equal(
            ("Bob 😀 ܒܘܒ", "two\nlines", Mood.InLove, Availability.Busy, "Dr", "Bob", ""),
            (bob.DisplayName, bob.StatusMessage, bob.Mood, bob.Availability, bob.Title, bob.FirstName, bob.LastName));
        Assert.Equal(
            ("I <3 \"code\"", Gender.Female, RelationshipStatus.ItIsComplicated, "bob@example.com", "082 123 4567", ""),
            (bob.AboutMe, bob.Gender, bob.RelationshipStatus, bob.Email, bob.MobileNumber, bob.WhereAmI));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_is_refused_comes_back_with_the_reason_and_nothing_is_changed()
    {
        await using var server = await Server.StartAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob", "/profile");

        await visit.Page.GetByLabel("Display name").FillAsync("Robert");
        await visit.Page.GetByLabel("Mobile number").FillAsync("12");
        await visit.Page.GetByLabel("Mood").SelectOptionAsync("hungry");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("at least 3 digits are needed");
        await Expect(visit.Page.GetByLabel("Display name")).ToHaveValueAsync("Robert");
        await Expect(visit.Page.GetByLabel("Mobile number")).ToHaveValueAsync("12");
        await Expect(visit.Page.GetByLabel("Mood")).ToHaveValueAsync("14");
        Assert.Equal("Bob", (await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.DisplayName);

        // The browser names the status of the page.
        Assert.All(visit.Complaints, complaint => Assert.Contains("400", complaint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_is_set_shown_everywhere_and_taken_away(bool script)
    {
        var photo = SharedData.Files("photos", "DSCN0010.jpg")[0];
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await bob.SignInAsync("bob", "/profile");

        await bob.Page.GetByLabel("New picture").SetInputFilesAsync(photo);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Use as picture" }).ClickAsync();
        await Expect(bob.Page.GetByText("Saved.")).ToBeVisibleAsync();
        var avatarId = (await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.AvatarId;
        Assert.NotNull(avatarId);
        await Expect(bob.Page.GetByAltText("Your picture")).ToHaveAttributeAsync(
            "src", $"/messenger/people/{Bob}/avatar?v={avatarId}");
        await Expect(bob.Page.Locator(".who img")).ToHaveAttributeAsync("src", $"/user/public/avatar/{Bob}?v={avatarId}");

        await using var alice = await chromium.VisitAsync(server.Inner.Address);
        await alice.SignInAsync("alice", $"/messages/{Bob}");
        await Visit.ExpectPictureAsync(alice.Page.Locator(".head .face"), 96);
        await alice.Page.GotoAsync($"/people/{Bob}");
        await Visit.ExpectPictureAsync(alice.Page.GetByAltText("Picture of Bob"), 480);
        await alice.Page.GotoAsync("/contacts");
        await Visit.ExpectPictureAsync(alice.Page.Locator($"#lists img[src*='{avatarId}']"), 96);

        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the picture" }).ClickAsync();
        await Expect(bob.Page.GetByText("Saved.")).ToBeVisibleAsync();
        Assert.Null((await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.AvatarId);
        Assert.Empty(bob.Complaints);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_cover_is_set_and_others_see_it()
    {
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/profile");

        await bob.Page.GetByLabel("New cover").SetInputFilesAsync(SharedData.Files("photos", "DSCN0010.jpg")[0]);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Use as cover" }).ClickAsync();
        await Expect(bob.Page.GetByText("Saved.")).ToBeVisibleAsync();

        using var alice = await Visitor.SignInAsync(server, "alice");
        Assert.Equal("image/jpeg", (await alice.GetAsync($"/people/{Bob}/cover")).Header("Content-Type"));
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_in_the_words_of_the_service()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");

        var nothing = await UploadAsync(bob, "/profile/picture", []);
        var text = await UploadAsync(bob, "/profile/picture", "<svg onload=alert(1)>"u8.ToArray());
        var cut = await UploadAsync(bob, "/profile/cover", Png[..40]);

        Assert.All([nothing, text, cut], answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        });
        Assert.Contains("choose a picture", nothing.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", text.Body, StringComparison.Ordinal);
        Assert.Null((await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.AvatarId);
        Assert.Equal(303, (await UploadAsync(bob, "/profile/picture", Png)).Status);
        Assert.NotNull((await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.AvatarId);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(29)]
    public async Task What_is_too_large_is_said(int megabytes)
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        var large = new byte[megabytes * 1024 * 1024];
        Png.CopyTo(large, 0);

        var answer = await UploadAsync(bob, "/profile/picture", large);

        Assert.Equal(413, answer.Status);
        Assert.Contains("at most 10485760 bytes", answer.Body, StringComparison.Ordinal);
    }

    private static async Task<Answer> UploadAsync(Visitor visitor, string path, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in await visitor.ProveAsync("/profile"))
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(bytes), "file", "picture.png");
        return await visitor.PostAsync(path, form);
    }
}
