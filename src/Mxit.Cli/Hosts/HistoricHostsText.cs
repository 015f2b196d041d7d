using System.Net;
using Mxit.Server.HistoricHosts;

namespace Mxit.Cli.Hosts;

/// <summary>Instructions for old programs: the lines for the hosts file, and the certificate to trust.</summary>
internal static class HistoricHostsText
{
    /// <summary>The text when the server starts.</summary>
    public static string For(HistoricListeners listeners) =>
        $"""

        Old programs reach it as auth.mxit.com and api.mxit.com at {string.Join(" and ", listeners.Addresses)}, ports {listeners.HttpPort} and {listeners.HttpsPort}{Ports(listeners)}.
        The two lines for {HostsFile.Path}:

        {string.Join(Environment.NewLine, HostsFile.Lines(listeners.Addresses[0]))}

        The certificate of the authority that they must trust: {listeners.AuthorityPath}
        What is still missing:                                 mxit hosts check

        """;

    /// <summary>The text of <c>mxit hosts print</c>.</summary>
    public static string For(IPAddress address, string authorityPath) =>
        $"""
        # {HostsFile.Path}
        {string.Join(Environment.NewLine, HostsFile.Lines(address))}
        # The certificate to trust: {authorityPath}{(File.Exists(authorityPath) ? "" : " (made by the first mxit serve --historic-hosts)")}
        """;

    /// <summary>The text when a port cannot be used.</summary>
    public static string PortRefused(int port) =>
        $"""
        This user may not listen on port {port}: ports below 1024 are for root. Old programs ask for 80 and 443. One of these helps:
          - Linux: let everybody on this machine listen from 80 on, until it is started again:
              sudo sysctl net.ipv4.ip_unprivileged_port_start=80
          - Linux: let this program do it; to be repeated when it was built anew:
              sudo setcap cap_net_bind_service=+ep {Environment.ProcessPath}
          - listen on other ports, and lead the two there:
              mxit serve --historic-hosts --http-port 8080 --https-port 8443
              sudo iptables -t nat -A OUTPUT -o lo -p tcp --dport 80 -j REDIRECT --to-ports 8080
              sudo iptables -t nat -A OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports 8443
        """;

    private static string Ports(HistoricListeners listeners) =>
        listeners is { HttpPort: 80, HttpsPort: 443 } ? "" : ", to which something must lead 80 and 443";
}
