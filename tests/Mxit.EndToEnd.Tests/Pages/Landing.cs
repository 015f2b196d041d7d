using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The web site of an app, to which a person is led back.</summary>
internal sealed class Landing : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Uri> _arrivals = Channel.CreateUnbounded<Uri>();

    private Landing(WebApplication app) => _app = app;

    public Uri Address => new($"{_app.Urls.Single()}/callback");

    public static async Task<Landing> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var landing = new Landing(builder.Build());
        landing._app.MapGet("/callback", (HttpContext context) =>
        {
            landing._arrivals.Writer.TryWrite(new Uri(context.Request.GetEncodedUrl()));
            return Results.Content("<!DOCTYPE html><title>app</title><link rel=icon href=data:,><p>Welcome back", "text/html");
        });
        await landing._app.StartAsync();
        return landing;
    }

    /// <summary>The address at which the person arrived.</summary>
    public async Task<Uri> ArrivalAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _arrivals.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
