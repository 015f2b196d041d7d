using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mxit.Cli.Hosts;

/// <summary>What a check looks at.</summary>
internal sealed record HostsCheckOptions
{
    /// <summary>Where the server is.</summary>
    public required IPAddress Address { get; init; }

    public required int HttpPort { get; init; }

    public required int HttpsPort { get; init; }

    /// <summary>The certificate of the authority.</summary>
    public required string AuthorityPath { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>How names become addresses; a test has its own way.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Whom the system trusts; a test has its own system.</summary>
    public Func<X509ChainPolicy> SystemTrust { get; init; } = () => new X509ChainPolicy();

    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => $"{Address}, {HttpPort} and {HttpsPort}";
}
