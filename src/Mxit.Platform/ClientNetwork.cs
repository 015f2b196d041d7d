using System.Net;
using System.Net.Sockets;

namespace Mxit.Platform;

/// <summary>What counts as one client where addresses are counted.</summary>
internal static class ClientNetwork
{
    /// <summary>
    /// The address itself in IPv4, also where it comes in the form of IPv6. In IPv6 the network of 64 bits: one household or
    /// machine has a whole one.
    /// </summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return address?.MapToIPv4() ?? IPAddress.None;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }

    /// <summary>The address as people write it.</summary>
    public static string Readable(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";
}
