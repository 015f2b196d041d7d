using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// Sends bytes as an old program wrote them, over a socket of its own, and reads the answer without any leniency.
/// </summary>
internal static class RawHttp
{
    /// <summary>The bytes of a request: lines end as they do on the wire, and <c>Content-Length: *</c> gets its number.</summary>
    public static byte[] Bytes(string head, byte[] body)
    {
        var lines = head.ReplaceLineEndings("\r\n").TrimEnd('\r', '\n') + "\r\n\r\n";
        return
        [
            .. Encoding.Latin1.GetBytes(
                lines.Replace(
                    "Content-Length: *", string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"),
                    StringComparison.Ordinal)),
            .. body,
        ];
    }

    public static async Task<Stream> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A TLS connection that trusts one authority and no other, and checks the name.</summary>
    public static async Task<SslStream> ConnectAsync(
        int port, string name, string authorityFile, Action<SslClientAuthenticationOptions>? configure = null)
    {
        var policy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authorityFile));
        var options = new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = policy };
        configure?.Invoke(options);
        var tls = new SslStream(await ConnectAsync(port));
        await tls.AuthenticateAsClientAsync(options);
        return tls;
    }

    /// <summary>Reads one answer; one of status 100 before it is read over.</summary>
    public static async Task<RawAnswer> ReadAsync(Stream stream, bool isHead = false)
    {
        while (true)
        {
            var start = await ReadLineAsync(stream);
            Assert.StartsWith("HTTP/1.1 ", start, StringComparison.Ordinal);
            var status = int.Parse(start.AsSpan(9, 3), CultureInfo.InvariantCulture);
            var headers = new List<KeyValuePair<string, string>>();
            while (await ReadLineAsync(stream) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
            }

            if (status != 100)
            {
                return new RawAnswer(status, headers, isHead ? [] : await ReadBodyAsync(stream, headers));
            }

            Assert.Empty(headers);
        }
    }

    private static async Task<byte[]> ReadBodyAsync(Stream stream, List<KeyValuePair<string, string>> headers)
    {
        if (Find(headers, "Content-Length") is { } length)
        {
            var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body);
            return body;
        }

        var rest = new MemoryStream();
        if (Find(headers, "Transfer-Encoding") != "chunked")
        {
            await stream.CopyToAsync(rest);
            return rest.ToArray();
        }

        while (int.Parse(await ReadLineAsync(stream), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            var chunk = new byte[size];
            await stream.ReadExactlyAsync(chunk);
            rest.Write(chunk);
            Assert.Empty(await ReadLineAsync(stream));
        }

        Assert.Empty(await ReadLineAsync(stream));
        return rest.ToArray();
    }

    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one);
            line.Append((char)one[0]);
            if (line is [.., '\r', '\n'])
            {
                return line.ToString(0, line.Length - 2);
            }
        }
    }

    internal static string? Find(IEnumerable<KeyValuePair<string, string>> headers, string name)
    {
        var found = headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value).ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Bytes)
{
    public string Body => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string? Header(string name) => RawHttp.Find(Headers, name);

    public IEnumerable<string> All(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>A success as every old client wants it: 200, nothing to follow, and either nothing or something in it.</summary>
    public RawAnswer Succeeded()
    {
        Assert.True(Status == 200, $"{Status} {Body}");
        Assert.Null(Header("Location"));
        Assert.True(Bytes.Length > 0 || Header("Content-Length") == "0", "An empty answer without a length");
        Assert.Equal(Bytes.Length > 0, Header("Content-Type") is not null);
        return this;
    }
}
