using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The page about a person's password, sessions and allowed apps.</summary>
public sealed class AccountPageTests(Chromium chromium)
{
    [Fact]
    public async Task O_48_O_51_a_person_ends_another_session_withdraws_an_app_and_changes_the_password()
    {
        await using var server = await Server.StartAsync();
        using var other = await Visitor.SignInAsync(server, "bob");
        Assert.NotEmpty(await server.UserTokenAsync("bob", MxitScopes.OpenId));
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob", "/profile");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Password, sessions and allowed apps" }).ClickAsync();

        await Expect(visit.Page.GetByText("Chrome on Linux")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("This browser.")).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        Assert.False(await visit.IsTooWideAsync());

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out there" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out there" })).ToHaveCountAsync(0);
        Assert.Equal(302, (await other.GetAsync("/messages")).Status);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw Demo" }).ClickAsync();
        await Expect(visit.Page.GetByText("There are none.")).ToBeVisibleAsync();

        await visit.Page.GetByLabel("Current password").FillAsync("bob-password");
        await visit.Page.GetByLabel("New password, 8 characters or more").FillAsync("a longer pass phrase");
        await visit.Page.GetByLabel("New password once more").FillAsync("a longer pass phrase");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Expect(visit.Page.GetByText("Your password is changed.")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }
}
