using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mxit.Platform.Tests.Kit;

/// <summary>Sends a request exactly as it is written, which an HTTP client would tidy up first.</summary>
internal static class RawHttp
{
    /// <summary>Sends one request on a connection of its own, and reads the answer to its end.</summary>
    /// <param name="server">The server.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">The target as it stands in the request line.</param>
    /// <param name="form">The body, a form.</param>
    /// <param name="headers">More lines of the head.</param>
    public static async Task<RawAnswer> SendAsync(
        TestServer server, string method, string target, string? form = null, params string[] headers)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture,
                $"{method} {target} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n");
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (form is not null)
        {
            head.Append(
                CultureInfo.InvariantCulture,
                $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Encoding.UTF8.GetByteCount(form)}\r\n");
        }

        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n{form}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return new RawAnswer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text);
    }
}

/// <summary>An answer as it came.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">Head and body.</param>
internal sealed record RawAnswer(int Status, string Text);
