using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>A request as bytes, to be spoiled in any place.</summary>
internal sealed class RawRequest
{
    public string Method { get; set; } = "GET";

    public string Target { get; set; } = "/";

    public string Version { get; set; } = "HTTP/1.1";

    /// <summary>
    /// Its lines but the first; one without a colon goes out as it is. In Latin-1, so that any byte can stand in them.
    /// </summary>
    public List<string> Headers { get; } = [];

    public byte[] Body { get; set; } = [];

    /// <summary>A field of a form that stays as it is; without it none of our pages reads the others.</summary>
    public string Proof { get; set; } = "";

    /// <summary>The body is sent with its true length; otherwise a header says how long it is.</summary>
    public bool HasLength { get; set; } = true;

    /// <summary>Sets a header in the place of the one before.</summary>
    public void Set(string name, string value)
    {
        Headers.RemoveAll(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
        Headers.Add($"{name}: {value}");
    }

    public void SetText(string body) => Body = Encoding.UTF8.GetBytes(body);

    /// <summary>The beginning of it, without what proves who sends it.</summary>
    public override string ToString()
    {
        var lines = Headers.Where(
            line => !line.StartsWith("Cookie:", StringComparison.Ordinal)
            && !line.StartsWith("Authorization: Bearer ", StringComparison.Ordinal));
        var text = $"{Method} {Target} {Version} | {string.Join(" | ", lines)} | {Encoding.Latin1.GetString(Body)}";
        return text.Length > 1_000 ? text[..1_000] : text;
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} {Version}\r\n");
        foreach (var line in Headers)
        {
            head.Append(line).Append("\r\n");
        }

        if (HasLength && (Body.Length > 0 || Method is "POST" or "PUT"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }

    /// <summary>
    /// Sends it on a connection of its own and gives the status of the answer; 0 when there was none. A body without its true
    /// length may make the server wait for more, so that the end of what is sent says then that nothing follows.
    /// </summary>
    public async Task<int> SendAsync(Uri server)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        try
        {
            await socket.SendAsync(ToBytes());
            var reading = ReadStatusAsync(socket);
            var patience = TimeSpan.FromSeconds(HasLength ? 5 : 1);
            if (await Task.WhenAny(reading, Task.Delay(patience, TimeProvider.System)) != reading)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            return await reading.WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (SocketException)
        {
            // It was refused before it was read to its end.
            return 0;
        }
    }

    private static async Task<int> ReadStatusAsync(Socket socket)
    {
        const int StatusLine = 12;
        const string Continue = "HTTP/1.1 100 ";
        var answer = new byte[64 * 1024];
        var length = 0;
        while (await socket.ReceiveAsync(answer.AsMemory(length)) is > 0 and var read)
        {
            length += read;
            var text = Encoding.Latin1.GetString(answer, 0, length);
            if (text.StartsWith(Continue, StringComparison.Ordinal) && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0
                and var end)
            {
                text = text[(end + 4)..];
            }

            if (text.Length >= StatusLine && !text.StartsWith(Continue, StringComparison.Ordinal))
            {
                return int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
