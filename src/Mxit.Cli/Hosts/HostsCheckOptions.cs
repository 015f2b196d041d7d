using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mxit.Cli.Hosts;

/// <summary>The options of a check.</summary>
internal sealed record HostsCheckOptions
{
    /// <summary>The address of the server.</summary>
    public required IPAddress Address { get; init; }

    public required int HttpPort { get; init; }

    public required int HttpsPort { get; init; }

    /// <summary>The certificate of the authority.</summary>
    public required string AuthorityPath { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>Resolves names; tests replace it.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The trust of the system; tests replace it.</summary>
    public Func<X509ChainPolicy> SystemTrust { get; init; } = () => new X509ChainPolicy();

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Address}, {HttpPort} and {HttpsPort}";
}
