using System.Net;
using System.Net.Sockets;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// Stands between a client and a server, and breaks one connection after another after so many bytes, or damages what passes.
/// </summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Queue<(long Up, long Down)> _limits;
    private readonly Task _accepting;

    /// <param name="server">Where to.</param>
    /// <param name="limits">The bytes that each connection lets through, up and down; those after the last have no limit.</param>
    public BreakingProxy(Uri server, params IEnumerable<(long Up, long Down)> limits)
    {
        _server = server;
        _limits = new Queue<(long, long)>(limits);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The place in what each connection sends up of a byte to damage.</summary>
    public long? DamagedUp { get; init; }

    /// <summary>The place in what each connection sends down of a byte to damage.</summary>
    public long? DamagedDown { get; init; }

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                serving.Add(ServeAsync(client, _limits.TryDequeue(out var limits) ? limits : (long.MaxValue, long.MaxValue)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, (long Up, long Down) limits)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_server.Host, _server.Port);
            await await Task.WhenAny(
                PassAsync(client.GetStream(), server.GetStream(), limits.Up, DamagedUp),
                PassAsync(server.GetStream(), client.GetStream(), limits.Down, DamagedDown));
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, long limit, long? damaged)
    {
        var buffer = new byte[16 * 1024];
        var passed = 0L;
        try
        {
            while (limit > 0 && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit)), _stop.Token) is > 0
                and var read)
            {
                if (damaged - passed is >= 0 and var place && place < read)
                {
                    buffer[place] ^= 1;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                (limit, passed) = (limit - read, passed + read);
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side, or the test, is done.
        }
    }
}
