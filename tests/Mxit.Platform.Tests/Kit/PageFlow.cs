namespace Mxit.Platform.Tests.Kit;

/// <summary>What people do on the pages.</summary>
public static class PageFlow
{
    /// <summary>Signs in by the form of the page to sign in.</summary>
    public static async Task<Answer> SignInAsync(this Browser browser, string login, string? password = null) =>
        await browser.SubmitAsync(await browser.GetAsync("/sign-in"), login, password ?? $"{login}-password");

    /// <summary>A browser in which the person is signed in.</summary>
    public static async Task<Browser> OpenSignedInAsync(this TestServer server, string login)
    {
        var browser = server.OpenBrowser();
        var answer = await browser.SignInAsync(login);
        Assert.Equal((303, "/messages"), (answer.Status, answer.Location));
        return browser;
    }

    /// <summary>Leaves by the form that every page has.</summary>
    public static async Task<Answer> SignOutAsync(this Browser browser) =>
        await browser.SubmitAsync(await browser.GetAsync("/sign-in"));

    /// <summary>Whether the browser is signed in: on pages and at the people's API alike.</summary>
    public static async Task<bool> IsSignedInAsync(this Browser browser)
    {
        var page = await browser.GetAsync("/messages");
        var api = await browser.GetAsync("/messenger/conversations");
        Assert.Equal((page.Status, api.Status), page.Status == 200 ? (200, 200) : (302, 401));
        Assert.True(page.Status == 200 || page.Location.StartsWith("/sign-in", StringComparison.Ordinal));
        return page.Status == 200;
    }

    /// <summary>Another browser with the same cookies, as whoever has copied them has it.</summary>
    public static Browser CopyOf(this TestServer server, Browser browser, params string[] cookies)
    {
        var copy = server.OpenBrowser();
        foreach (var (name, value) in browser.Cookies)
        {
            if (cookies.Length == 0 || cookies.Contains(name))
            {
                copy.Cookies[name] = value;
            }
        }

        return copy;
    }
}
