using System.Collections.Concurrent;
using Microsoft.Playwright;
using Mxit.TestKit;

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
        // A busy machine takes long, and only a test that fails waits to the end.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
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

    /// <summary>Chooses files in a field.</summary>
    public static Task ChooseAsync(ILocator field, params (string Name, string Type, byte[] Bytes)[] files) =>
        field.SetInputFilesAsync(
            files.Select(file => new FilePayload { Name = file.Name, MimeType = file.Type, Buffer = file.Bytes }));

    /// <summary>Whether the page is wider than the window, which would make the person scroll sideways.</summary>
    public async Task<bool> IsTooWideAsync()
    {
        // Before its style is there, it is as wide as its longest word.
        await Page.WaitForLoadStateAsync();
        return await Page.EvaluateAsync<bool>(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /// <summary>The picture was loaded and shown, and is that wide.</summary>
    public static async Task ExpectPictureAsync(ILocator picture, int width)
    {
        await picture.ScrollIntoViewIfNeededAsync();
        await WaitFor.ConditionAsync(
            async () => await picture.EvaluateAsync<int>("image => image.complete ? image.naturalWidth : 0") == width);
    }

    /// <summary>What keeps people from using the page who hear it, or have no mouse.</summary>
    public Task<string[]> FindBarriersAsync() => Page.EvaluateAsync<string[]>(
        """
        () => {
          const faults = [];
          const say = (fault, element) => faults.push(`${fault}: ${element.outerHTML.slice(0, 100)}`);
          const ids = new Set();
          for (const element of document.querySelectorAll("[id]")) {
            if (ids.has(element.id)) say("same id twice", element);
            ids.add(element.id);
          }
          for (const field of document.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea")) {
            if (![...field.labels].some((label) => label.innerText.trim() || label.textContent.trim())) say("no label", field);
          }
          for (const element of document.querySelectorAll("a, button, summary")) {
            if (!element.textContent.trim() && !element.querySelector("img[alt]:not([alt=''])")) say("no name", element);
          }
          for (const image of document.images) {
            if (!image.hasAttribute("alt")) say("no alt", image);
            if (!image.width || !image.height) say("no size", image);
          }
          for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
            const target = element.getAttribute("aria-labelledby") ?? element.getAttribute("aria-describedby");
            if (!document.getElementById(target)) say("refers to nothing", element);
          }
          if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
          if (!document.documentElement.lang) faults.push("no language");
          return faults;
        }
        """);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
