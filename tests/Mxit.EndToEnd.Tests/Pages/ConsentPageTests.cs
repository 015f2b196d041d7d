using Microsoft.Playwright;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The page on which a person allows an app, in a browser, up to the web site of the app.</summary>
public sealed class ConsentPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_person_signs_in_and_allows_in_one_step()
    {
        await using var server = await Server.StartAsync();
        await using var landing = await Landing.OpenAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        using var client = server.CreateClient();
        var request = client.OAuth.CreateAuthorizationRequest(landing.Address, [MxitScopes.Messenger]);

        await visit.Page.GotoAsync(request.Uri.AbsoluteUri);
        await visit.TypeLoginAsync("alice", "alice-password");
        await ButtonAsync(visit, "Sign in and allow");

        var token = await client.OAuth.ExchangeCodeAsync(request, await landing.ArrivalAsync());
        Assert.Empty(await client.ForUser(token).Messenger.GetConversationsAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Who_is_signed_in_only_allows()
    {
        await using var server = await Server.StartAsync();
        await using var landing = await Landing.OpenAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        using var client = server.CreateClient();
        var request = client.OAuth.CreateAuthorizationRequest(landing.Address, [MxitScopes.Messenger]);
        await visit.SignInAsync("bob");

        await visit.Page.GotoAsync(request.Uri.AbsoluteUri);
        Assert.Equal(0, await visit.Page.GetByLabel("Password").CountAsync());
        await ButtonAsync(visit, "Allow");

        var token = await client.OAuth.ExchangeCodeAsync(request, await landing.ArrivalAsync());
        Assert.NotEmpty(token.AccessToken);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_person_denies_without_signing_in()
    {
        await using var server = await Server.StartAsync();
        await using var landing = await Landing.OpenAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        using var client = server.CreateClient();

        await visit.Page.GotoAsync(
            client.OAuth.CreateAuthorizationRequest(landing.Address, [MxitScopes.Messenger]).Uri.AbsoluteUri);
        await ButtonAsync(visit, "Deny");

        var arrival = await landing.ArrivalAsync();
        Assert.Contains("error=access_denied", arrival.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", arrival.Query, StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task After_a_wrong_password_the_right_one_does()
    {
        await using var server = await Server.StartAsync();
        await using var landing = await Landing.OpenAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        using var client = server.CreateClient();
        var request = client.OAuth.CreateAuthorizationRequest(landing.Address, [MxitScopes.Messenger]);

        await visit.Page.GotoAsync(request.Uri.AbsoluteUri);
        await visit.TypeLoginAsync("carol", "not-hers");
        await ButtonAsync(visit, "Sign in and allow");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await Assertions.Expect(visit.Page.GetByLabel("Mxit login")).ToHaveValueAsync("carol");
        await visit.Page.GetByLabel("Password").FillAsync("carol-password");
        await ButtonAsync(visit, "Sign in and allow");

        Assert.NotEmpty((await client.OAuth.ExchangeCodeAsync(request, await landing.ArrivalAsync())).AccessToken);
        Assert.Empty(visit.Complaints);
    }

    private static Task ButtonAsync(Visit visit, string name) =>
        visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
