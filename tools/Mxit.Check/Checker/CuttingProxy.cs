using System.Net;
using System.Net.Sockets;

namespace Mxit.Check.Checker;

/// <summary>
/// Stands between clients and the server. While <see cref="IsCutting"/>, it cuts connections: before a request reaches the
/// server, in the middle of a request, after the server has answered but before the client has the answer, and in the middle of
/// an answer.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private const int CutOneOf = 8;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private volatile bool _isCutting;

    /// <param name="server">Where to.</param>
    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    private enum Cut
    {
        None,
        BeforeRequest,
        WithinRequest,
        BeforeAnswer,
        WithinAnswer,
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Whether it cuts; otherwise it lets everything through.</summary>
    public bool IsCutting
    {
        get => _isCutting;
        set => _isCutting = value;
    }

    /// <inheritdoc/>
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
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            client.NoDelay = server.NoDelay = true;
            var fate = new Fate();
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                await await Task.WhenAny(
                    PassAsync(client.GetStream(), server.GetStream(), chunk => OfRequest(fate, chunk)),
                    PassAsync(server.GetStream(), client.GetStream(), chunk => OfAnswer(fate, chunk)));
            }
            catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException
                or OperationCanceledException)
            {
                // One side is gone.
            }

            client.LingerState = new LingerOption(true, 0);
        }
    }

    // Every request begins with a choice of what happens to it.
    private int OfRequest(Fate fate, int length)
    {
#pragma warning disable CA5394 // Not for secrets.
        fate.Cut = _isCutting && Random.Shared.Next(CutOneOf) == 0 ? (Cut)Random.Shared.Next(1, 5) : Cut.None;
#pragma warning restore CA5394
        return fate.Cut switch { Cut.BeforeRequest => 0, Cut.WithinRequest => length / 2, _ => length };
    }

    private static int OfAnswer(Fate fate, int length) =>
        fate.Cut switch { Cut.BeforeAnswer => 0, Cut.WithinAnswer => length / 2, _ => length };

    private async Task PassAsync(NetworkStream from, NetworkStream to, Func<int, int> choose)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var length)
        {
            var passing = choose(length);
            await to.WriteAsync(buffer.AsMemory(0, passing), _stop.Token);
            if (passing < length)
            {
                return;
            }
        }
    }

    private sealed class Fate
    {
        public volatile Cut Cut;
    }
}
