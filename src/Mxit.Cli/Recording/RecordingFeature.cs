using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform;

namespace Mxit.Cli.Recording;

internal static class RecordingFeature
{
    /// <summary>Adds the recorder to a server. It records if the settings name a file.</summary>
    public static void AddRecording(this IServiceCollection services)
    {
        services.AddMxitSettings<RecordingSettings>("Recording");
        services.AddSingleton(provider => new Recorder(
            provider.GetRequiredService<IOptions<RecordingSettings>>(),
            provider.GetRequiredService<DiagnosticListener>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Recorder>>()));
        services.AddHostedService<RecordingOpener>();
        services.AddSingleton<IStartupFilter, FirstInPipeline>();
    }

    // A startup filter runs before the server's own middleware, so the recorder sees what the program sees.
    private sealed class FirstInPipeline(Recorder recorder) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            if (recorder.IsEnabled)
            {
                app.Use(pipeline => context => recorder.RecordAsync(context, pipeline));
            }

            next(app);
        };
    }

    private sealed class RecordingOpener(Recorder recorder) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            recorder.Open();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
