using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mxit.Check;

/// <summary>
/// One connection that sends requests and reads answers with as little work as possible: the load shares its two cores with
/// the server that it measures.
/// </summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _answer = new byte[16_384];
    private int _headersLength;

    private RawConnection(Socket socket) => _socket = socket;

    private static ReadOnlySpan<byte> EndOfHeaders => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> ContentLength => "Content-Length: "u8;

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), cancellationToken);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes the bytes of a send.</summary>
    public static byte[] Send(string token, string json, string? idempotencyKey = null)
    {
        var key = idempotencyKey is null ? "" : $"Idempotency-Key: {idempotencyKey}\r\n";
        return Encoding.UTF8.GetBytes(
            $"POST /message/send HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: " +
            $"application/json\r\n{key}Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection is gone; the fate of the request is unknown.</exception>
    public async ValueTask<int> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(request, cancellationToken);
            var length = 0;
            while (true)
            {
                var read = await _socket.ReceiveAsync(_answer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    throw new IOException("The server closed the connection.");
                }

                length += read;
                if (TryReadStatus(_answer.AsSpan(0, length), out var status))
                {
                    return status;
                }
            }
        }
        catch (SocketException gone)
        {
            throw new IOException("The connection is gone.", gone);
        }
    }

    /// <summary>A header of the last answer; <see langword="null"/> when it has none of this name.</summary>
    public string? HeaderOrNull(string name)
    {
        var headers = Encoding.ASCII.GetString(_answer, 0, _headersLength);
        var start = headers.IndexOf($"\r\n{name}: ", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 4;
        var end = headers.IndexOf("\r\n", start, StringComparison.Ordinal);
        return end < 0 ? headers[start..] : headers[start..end];
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool TryReadStatus(ReadOnlySpan<byte> answer, out int status)
    {
        status = 0;
        var headers = answer.IndexOf(EndOfHeaders);
        if (headers < 0 || !Utf8Parser.TryParse(answer[9..], out status, out _))
        {
            return false;
        }

        _headersLength = headers;
        var length = answer[..headers].IndexOf(ContentLength);
        if (length < 0 || !Utf8Parser.TryParse(answer[(length + ContentLength.Length)..], out int body, out _))
        {
            throw new IOException("The answer does not say how long it is.");
        }

        return answer.Length >= headers + EndOfHeaders.Length + body;
    }
}
