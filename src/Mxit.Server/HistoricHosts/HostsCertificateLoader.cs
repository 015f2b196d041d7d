using Microsoft.Extensions.Hosting;

namespace Mxit.Server.HistoricHosts;

/// <summary>Has the certificate ready before the first connection, or stops the start and says why.</summary>
internal sealed class HostsCertificateLoader(HostsCertificate certificate) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        certificate.Load();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
