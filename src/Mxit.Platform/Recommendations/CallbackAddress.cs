using System.Net;
using System.Net.Sockets;

namespace Mxit.Platform.Recommendations;

/// <summary>
/// Where the server may be sent by others. Addresses of the network that it stands in are out of bounds: they are for those
/// inside it.
/// </summary>
internal static class CallbackAddress
{
    private const int MaxLength = 2_000;

    // Of IPv4 all that RFC 6890 and its successors do not call globally reachable.
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
    ];

    // Of IPv6 only global unicast is public, and of that not what carries an IPv4 address inside or is for documents.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicUnicast =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"),
            IPNetwork.Parse("3fff::/20")];

    /// <summary>
    /// What is wrong with a URL, as far as it can be seen without asking for its address; <see langword="null"/> if nothing.
    /// </summary>
    public static string? FindFault(string url, bool privateIsAllowed)
    {
        if (ReadOrNull(url) is not { } address
            || address.AbsoluteUri.Length > MaxLength
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0)
        {
            return $"CallbackUrl must be an absolute http or https address without a user, of at most {MaxLength} characters.";
        }

        return !privateIsAllowed && IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && !IsPublic(literal)
            ? "CallbackUrl must not be in a private network."
            : null;
    }

    // TryCreate looks at the host only in part: some that it takes have no form that can be connected to or written down.
    private static Uri? ReadOrNull(string url)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address) && new Uri(address.AbsoluteUri).IdnHost.Length > 0
                ? address
                : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether the address is one of the open Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublic.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 =>
                GlobalUnicast.Contains(address) && !NotPublicUnicast.Any(network => network.Contains(address)),
            _ => false,
        };
    }

    /// <summary>
    /// Connects to a public address of the host. The check is made on the address that is connected to, not on an earlier
    /// response of the name server, which may change its mind.
    /// </summary>
    /// <exception cref="HttpRequestException">The host has no public address.</exception>
    public static async ValueTask<Stream> ConnectPublicAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = Array.FindAll(addresses, IsPublic);
        if (open.Length == 0)
        {
            throw new HttpRequestException("The host has no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
