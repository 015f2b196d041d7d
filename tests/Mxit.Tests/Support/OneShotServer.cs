using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mxit.Tests.Support;

/// <summary>Serves one connection, or a few after one another, by hand, for what happens below the level of requests.</summary>
internal sealed class OneShotServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public OneShotServer(params Func<Connection, Task>[] serves)
    {
        _listener.Start();
        Served = Task.Run(async () =>
        {
            foreach (var serve in serves)
            {
                using var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
                await using var stream = new NetworkStream(socket);
                await serve(new Connection(stream));
            }
        });
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public Task Served { get; }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    internal sealed class Connection(NetworkStream stream)
    {
        /// <summary>Everything up to the empty line.</summary>
        public async Task<string> ReadHeadAsync()
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one);
                head.Append((char)one[0]);
            }

            return head.ToString();
        }

        /// <summary>Chunks until so many bytes of content were in them.</summary>
        public async Task ReadAsync(int bytes)
        {
            while (true)
            {
                var line = "";
                var one = new byte[1];
                while (!line.EndsWith("\r\n", StringComparison.Ordinal))
                {
                    await stream.ReadExactlyAsync(one);
                    line += (char)one[0];
                }

                var size = Convert.ToInt32(line.Trim(), 16);
                await stream.ReadExactlyAsync(new byte[size + 2]);
                bytes -= size;
                if (size == 0)
                {
                    Assert.Equal(0, bytes);
                    return;
                }
            }
        }

        public async Task<byte[]> ReadBytesAsync(int count)
        {
            var bytes = new byte[count];
            await stream.ReadExactlyAsync(bytes);
            return bytes;
        }

        /// <summary>Until the other side closes the connection.</summary>
        public async Task ReadToEndAsync()
        {
            try
            {
                await stream.CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                // Closed too, in a hurry.
            }
        }

        public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

        public async Task WriteAsync(byte[] bytes) => await stream.WriteAsync(bytes);
    }
}
