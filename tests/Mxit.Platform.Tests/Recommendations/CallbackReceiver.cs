using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Recommendations;

/// <summary>An app's server: takes callbacks, and answers them as it is told.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<int> _answers;

    private readonly TimeProvider _clock;

    private CallbackReceiver(WebApplication app, TimeProvider clock, IEnumerable<int> answers) =>
        (_app, _clock, _answers) = (app, clock, new(answers));

    public ConcurrentQueue<(byte[] Body, string Signature, DateTimeOffset At)> Received { get; } = new();

    public string Url => $"{_app.Urls.First()}/accepted?app=1";

    /// <summary>Starts to listen.</summary>
    /// <param name="clock">Tells when a callback came.</param>
    /// <param name="answers">The status of each answer in turn; 200 once they are used up.</param>
    public static async Task<CallbackReceiver> StartAsync(TimeProvider clock, params int[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new CallbackReceiver(builder.Build(), clock, answers);
        receiver._app.MapPost("/accepted", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public Task<int> WaitForAsync(int count) =>
        WaitFor.ValueAsync(() => Task.FromResult(Received.Count), received => received >= count);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Received.Enqueue((body.ToArray(), request.Headers["Mxit-Signature"].ToString(), _clock.GetUtcNow()));
        return Results.StatusCode(_answers.TryDequeue(out var status) ? status : 200);
    }
}
