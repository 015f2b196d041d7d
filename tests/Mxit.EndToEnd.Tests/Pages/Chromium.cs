using Microsoft.Playwright;
using Mxit.EndToEnd.Tests.Pages;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>One browser for the test process, started when the first test wants it. Each visit is a person of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal async Task<Visit> VisitAsync(Uri address, Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = address.AbsoluteUri, Locale = "en-ZA" };
        configure?.Invoke(options);
        return await Visit.BeginAsync(await (await StartAsync()).NewContextAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }

    private static string FindOrSkip()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"There is no Chromium on the PATH ({string.Join(", ", Names)}).");
        return found;
    }

    private async Task<IBrowser> StartAsync()
    {
        var program = FindOrSkip();
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Arguments });
        }
        finally
        {
            _gate.Release();
        }
    }
}
