using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Testing;

/// <summary>
/// The Mxit server inside this process, in development mode, on a free port of 127.0.0.1, with a database of its own that is
/// gone afterwards. It is the server that people run; there is no second, simpler one.
/// </summary>
public sealed class MxitTestServer : IAsyncDisposable
{
    // Making an RSA key takes longer than the rest of a start, so the servers of a process have the same one.
    private static readonly Lazy<string> IdentitySigningKey = new(KeyFolder.NewIdentitySigningKey);

    private readonly WebApplication _app;
    private readonly string _folder;

    private MxitTestServer(WebApplication app, Uri address, string folder)
    {
        _app = app;
        Address = address;
        _folder = folder;
    }

    /// <summary>Where the server listens: authorization and API alike.</summary>
    public Uri Address { get; }

    /// <summary>The services of the server, to look behind its API.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="options">What to do differently.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">The database did not get ready; the text says why.</exception>
    public static async Task<MxitTestServer> StartAsync(
        MxitTestServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MxitTestServerOptions();
        var folder = Directory.CreateTempSubdirectory("mxit-test-server-").FullName;

        // The address is the issuer of tokens, so it must be known before the server is put together. A port that is only
        // looked up and given back could be somebody else's a moment later; this socket keeps it.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        WebApplication? app = null;
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var address = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");
            app = MxitServer.Build([.. Settings(options, address, folder)], builder =>
            {
                builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
                    endpoint.Equals(socket.LocalEndPoint) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
                builder.Services.Replace(ServiceDescriptor.Singleton(options.TimeProvider));
                options.ConfigureServices?.Invoke(builder.Services);
            });
            app.Services.GetRequiredService<KeyFolder>().Add(KeyFolder.IdentitySigningFile, IdentitySigningKey.Value);
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<Readiness>().WaitAsync(cancellationToken);
            return new MxitTestServer(app, address, folder);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            socket.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A client of the app <c>demo</c>, which may do everything.</summary>
    public MxitClient CreateClient() => CreateClient(DevelopmentApp.Demo);

    /// <summary>A client of an app.</summary>
    public MxitClient CreateClient(DevelopmentApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new MxitClient(new MxitClientOptions
        {
            ClientId = app.ClientId,
            ClientSecret = app.ClientSecret,
            BaseAddress = Address,
            Issuer = _app.Services.GetRequiredService<ServerContext>().PublicAddress,
            TimeProvider = _app.Services.GetRequiredService<TimeProvider>(),
        });
    }

    /// <summary>Signs one of the people of development mode in: <c>alice</c>, <c>bob</c>, <c>carol</c> or <c>dave</c>.</summary>
    /// <param name="client">The client of the app <c>demo</c>.</param>
    /// <param name="login">The person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A client that acts for the person, with every scope.</returns>
    public static async Task<MxitUserClient> SignInAsync(
        MxitClient client, string login, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ForUser(await client.OAuth.SignInWithPasswordAsync(login, $"{login}-password", MxitScopes.All, null, cancellationToken));
    }

    /// <summary>Stops the server and removes what it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Settings(MxitTestServerOptions options, Uri address, string folder)
    {
        yield return $"--Mxit:Server:Listen={address.GetLeftPart(UriPartial.Authority)}";
        yield return $"--Mxit:Server:DataFolder={folder}";
        yield return "--Mxit:Server:Development=true";
        yield return $"--Mxit:Database:Provider={options.Database}";
        yield return $"--Mxit:Database:ConnectionString={options.ConnectionString}";
        yield return $"--Logging:LogLevel:Default={options.LogLevel}";
        foreach (var (name, value) in options.Settings)
        {
            yield return $"--{name}={value}";
        }
    }
}
