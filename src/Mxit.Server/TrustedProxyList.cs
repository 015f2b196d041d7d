using System.Net;
using System.Net.Sockets;

namespace Mxit.Server;

/// <summary>The proxies that an operator trusts, as they stand in the settings.</summary>
internal static class TrustedProxyList
{
    /// <summary>What is wrong with the setting, in words.</summary>
    public static IEnumerable<string> FindFaults(string setting) => Split(setting)
        .Where(entry => ReadOrNull(entry) is null)
        .Select(entry =>
            $"Mxit:Server:TrustedProxies holds '{entry}', which is neither an address such as 10.0.0.5 or ::1 nor a network " +
            "such as 10.1.0.0/16 or fd00::/8. A network of everybody is not taken.");

    /// <summary>The networks; an address is one of a single address. What is wrong is left out.</summary>
    public static IReadOnlyList<IPNetwork> Read(string setting) => [.. Split(setting).Select(ReadOrNull).OfType<IPNetwork>()];

    private static string[] Split(string setting) =>
        setting.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? ReadOrNull(string entry)
    {
        // The framework also takes addresses of fewer than four numbers, such as 10.1.
        if (IPAddress.TryParse(entry, out var address)
            && (entry.Contains(':', StringComparison.Ordinal) || entry.Count(c => c == '.') == 3))
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
        }

        return entry.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(entry, out var network)
            && network.PrefixLength > 0
            ? network
            : null;
    }
}
