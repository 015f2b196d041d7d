using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Platform.Data;
using Mxit.Server;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>One run of the server, from its start to its end.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    // Making an RSA key takes longer than the rest of a start, so the servers of a process in development mode have the same one.
    private static readonly Lazy<string> IdentitySigningKey = new(KeyFolder.NewIdentitySigningKey);

    private readonly WebApplication _app;

    private RunningServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="options">The options.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<RunningServer> StartAsync(
        MxitTestServerOptions options, string dataFolder, TimeProvider clock, int port, CancellationToken cancellationToken)
    {
        // The address is the issuer of tokens, so it must be known before the server is built. A free port that is only looked up
        // could be taken by another program meanwhile; this socket keeps it.
        var socket = options.UseSockets ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) : null;
        WebApplication? app = null;
        try
        {
            socket?.Bind(new IPEndPoint(IPAddress.Loopback, port));
            var address = socket is null
                ? new Uri("http://localhost/")
                : new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");
            app = MxitServer.BuildAlone(Settings(options, address, dataFolder), builder =>
            {
                if (socket is null)
                {
                    _ = builder.WebHost.UseTestServer(server => server.BaseAddress = address);
                }
                else
                {
                    ListenOn(socket, builder.Services);
                }

                _ = builder.Services.Replace(ServiceDescriptor.Singleton(clock));
                if (options.Seed is { } seed)
                {
                    _ = builder.Services.Replace(ServiceDescriptor.Singleton<Ids>(new SeededIds(clock, seed)));
                }

                options.ConfigureServices?.Invoke(builder.Services);
            });
            if (app.Services.GetRequiredService<ServerContext>().IsDevelopment)
            {
                _ = app.Services.GetRequiredService<KeyFolder>().Add(KeyFolder.IdentitySigningFile, IdentitySigningKey.Value);
            }

            app.Services.GetService<RequestLog>()?.KeepsContents = options.LogContents;
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            await app.Services.GetRequiredService<Readiness>().WaitAsync(cancellationToken).ConfigureAwait(false);
            return new RunningServer(app, address);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }

            socket?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A client that reaches the server in memory; <see langword="null"/> when the server listens on a port.</summary>
    public HttpClient? CreateHttpClientOrNull() => Services.GetRequiredService<IServer>() is TestServer server
        ? new HttpClient(new InMemoryHandler(server.CreateHandler()))
        {
            BaseAddress = Address,
            Timeout = Timeout.InfiniteTimeSpan,
        }
        : null;

    private static void ListenOn(Socket socket, IServiceCollection services) =>
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
            endpoint.Equals(socket.LocalEndPoint) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));

    private static Dictionary<string, string?> Settings(MxitTestServerOptions options, Uri address, string dataFolder)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Mxit:Server:Listen"] = address.GetLeftPart(UriPartial.Authority),
            ["Mxit:Server:DataFolder"] = dataFolder,
            ["Mxit:Server:Development"] = "true",
            ["Mxit:Database:Provider"] = options.Database.ToString(),
            ["Mxit:Database:ConnectionString"] = options.ConnectionString,
            ["Logging:LogLevel:Default"] = options.LogLevel.ToString(),
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }
}
