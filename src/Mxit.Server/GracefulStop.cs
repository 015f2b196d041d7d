using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Server;

/// <summary>
/// Lets readiness go down before connections are refused, so that whoever sends requests here, such as a load balancer, learns of
/// it and goes elsewhere. Afterwards the host takes no new connections, waits for the requests that are there, and only then
/// stops what they rely on.
/// </summary>
internal sealed class GracefulStop(Readiness readiness, IOptions<ServerSettings> settings, TimeProvider clock)
    : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Stop();
        return Task.Delay(settings.Value.GetStopDelay(), clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
