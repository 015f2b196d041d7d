using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>A person at a browser: a context of its own, one page, and what the browser complained about.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Dialog += (_, dialog) =>
        {
            _complaints.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public ILocator Messages => Page.Locator("#messages .text");

    public ILocator Answer => Page.GetByLabel("Message to");

    /// <summary>Script errors, violations of the content security policy, dialogs.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visit> BeginAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(15_000);
        return new Visit(context, await context.NewPageAsync());
    }

    public async Task SignInAsync(string login, string? path = null)
    {
        await Page.GotoAsync(path ?? "/");
        await TypeLoginAsync(login, $"{login}-password");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(path ?? "/messages");
    }

    public async Task TypeLoginAsync(string login, string password)
    {
        await Page.GetByLabel("Mxit login").FillAsync(login);
        await Page.GetByLabel("Password").FillAsync(password);
    }

    public Task SendAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

    /// <summary>Whether the page is wider than the window, which would make the person scroll sideways.</summary>
    public Task<bool> IsTooWideAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
