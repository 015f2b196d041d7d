using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mxit.Cli.Recording;

/// <summary>
/// Writes every request and response to a file, to show what an old program does. Secrets are masked before anything is written.
/// When the file cannot be written, the recording ends, but not the server.
/// </summary>
internal sealed partial class Recorder : IAsyncDisposable
{
    private readonly RecordingSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<Recorder> _logger;
    private readonly HarEntry _entries;
    private HarFile? _file;
    private readonly DiagnosticListener _server;
    private IDisposable? _refused;
    private volatile bool _isStopped;

    internal Recorder(
        IOptions<RecordingSettings> settings, DiagnosticListener server, TimeProvider clock, ILogger<Recorder> logger)
    {
        (_settings, _server, _clock, _logger) = (settings.Value, server, clock, logger);
        _entries = new HarEntry(new Mask(_settings.Texts));
    }

    /// <summary>Whether requests are recorded.</summary>
    public bool IsEnabled => _settings.File.Length > 0;

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.GetFullPath(_settings.File);

    /// <summary>Whether the file contains texts of people.</summary>
    public bool KeepsTexts => _settings.Texts;

    /// <summary>Creates the file once.</summary>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public void Open()
    {
        if (IsEnabled && _file is null)
        {
            if (File.Exists(Path))
            {
                throw new IOException(
                    $"{Path} exists already, and a recording needs a new file. Name another one, or remove it.");
            }

            _file = HarFile.Create(Path, _settings.Texts);
            _refused = RefusedRequests.Subscribe(
                _server, reason => _ = AppendAsync(() => HarEntry.MakeRefused(_clock.GetUtcNow(), reason)));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _refused?.Dispose();
        return _file?.DisposeAsync() ?? default;
    }

    internal async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var startedAt = _clock.GetUtcNow();
        var started = _clock.GetTimestamp();
        var answered = 0L;
        var request = new Capture(_settings.MaxBodyBytes);
        var response = new Capture(_settings.MaxBodyBytes);
        context.Request.Body = new RecordedRequestBody(context.Request.Body, request);
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new RecordedResponseBody(body, response));
        context.Response.OnStarting(() =>
        {
            answered = _clock.GetTimestamp();
            return Task.CompletedTask;
        });
        var hasFailed = true;
        try
        {
            await next(context);
            hasFailed = false;
        }
        finally
        {
            context.Features.Set(body);
            if (hasFailed && !context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }

            var ended = _clock.GetTimestamp();
            var exchange = new Exchange(
                context,
                startedAt,
                _clock.GetElapsedTime(started, answered == 0 ? ended : answered),
                _clock.GetElapsedTime(started, ended),
                request,
                response,
                hasFailed || context.RequestAborted.IsCancellationRequested);
            await AppendAsync(() => _entries.Make(exchange));
        }
    }

    private async Task AppendAsync(Func<JsonObject> make)
    {
        if (_file is null || _isStopped)
        {
            return;
        }

        try
        {
            await _file.AppendAsync(make());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _isStopped = true;
            LogStopped(failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "The recording cannot be written and ends; the server continues")]
    private partial void LogStopped(Exception failure);
}
