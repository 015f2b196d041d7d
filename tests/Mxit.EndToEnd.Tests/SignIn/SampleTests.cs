using Microsoft.Playwright;
using Mxit.EndToEnd.Tests.Pages;

namespace Mxit.EndToEnd.Tests.SignIn;

/// <summary>A person at a browser signs in to the sample with Mxit.</summary>
public sealed class SampleTests(Chromium chromium)
{
    [Fact]
    public async Task A_person_signs_in_sees_her_friends_and_signs_out()
    {
        await using var server = await Server.StartAsync();
        await using var sample = await SampleProcess.StartAsync(server.Inner.Address);
        await using var visit = await chromium.VisitAsync(sample.Address);

        await visit.Page.GotoAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Mxit" }).ClickAsync();
        await visit.TypeLoginAsync("alice", "alice-password");
        await ButtonAsync(visit, "Sign in and allow");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Alice" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Bob", "Carol", "Dave"]);
        await Assertions.Expect(visit.Page.GetByText("You are m10000000001.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(sample.Address.AbsoluteUri);
        Assert.Empty(await visit.FindBarriersAsync());
        await ButtonAsync(visit, "Sign out");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_person_who_denies_sees_a_clear_page()
    {
        await using var server = await Server.StartAsync();
        await using var sample = await SampleProcess.StartAsync(server.Inner.Address);
        await using var visit = await chromium.VisitAsync(sample.Address);

        await visit.Page.GotoAsync("/sign-in");
        await ButtonAsync(visit, "Deny");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Nothing was shared.")).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_forged_answer_ends_on_a_page_and_signs_nobody_in()
    {
        await using var server = await Server.StartAsync();
        await using var sample = await SampleProcess.StartAsync(server.Inner.Address);
        using var http = new HttpClient { BaseAddress = sample.Address };

        using var answer = await http.GetAsync("/callback?code=forged&state=forged");

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("could not be completed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    private static Task ButtonAsync(Visit visit, string name) =>
        visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
