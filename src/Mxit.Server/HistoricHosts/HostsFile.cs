using System.Net;

namespace Mxit.Server.HistoricHosts;

/// <summary>The file of the system in which names get addresses.</summary>
internal static class HostsFile
{
    /// <summary>Where it is on this machine.</summary>
    public static string Path { get; } = OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts")
        : "/etc/hosts";

    /// <summary>The lines that lead the historic names to an address.</summary>
    /// <param name="address">Where the server is. One that stands for all of a machine is taken for the machine itself.</param>
    public static IReadOnlyList<string> Lines(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var target = address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : address;
        return [.. Platform.HistoricHosts.Names.Select(name => $"{target} {name}")];
    }
}
