using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Mxit.Platform;

namespace Mxit.Server.HistoricHosts;

/// <summary>The ports at which the server answers under the historic names.</summary>
internal sealed class HistoricListeners
{
    /// <summary>What the certificate of the authority is called in the data folder.</summary>
    public const string AuthorityFileName = CertificateFiles.PublicFile;

    private readonly HostsCertificate _certificate;
    private readonly HistoricHostsSettings _settings;
    private ListenOptions? _http;
    private ListenOptions? _https;

    internal HistoricListeners(HostsCertificate certificate, IOptions<HistoricHostsSettings> settings) =>
        (_certificate, _settings) = (certificate, settings.Value);

    /// <summary>The server answers under the historic names.</summary>
    public bool IsEnabled => _settings.Enabled;

    /// <summary>The addresses that it listens on for them.</summary>
    public IReadOnlyList<IPAddress> Addresses => _settings.Addresses;

    /// <summary>The port without TLS; once the server is started, the real one.</summary>
    public int HttpPort => _http?.IPEndPoint?.Port ?? _settings.HttpPort;

    /// <summary>The port with TLS; once the server is started, the real one.</summary>
    public int HttpsPort => _https?.IPEndPoint?.Port ?? _settings.HttpsPort;

    /// <summary>The certificate of the authority that programs must trust, as a PEM file.</summary>
    public string AuthorityPath => _certificate.AuthorityPath;

    /// <summary>
    /// Makes what is missing and tries the ports, so that an operator learns what is wrong before the server starts. Starting
    /// does the same without it.
    /// </summary>
    /// <exception cref="HistoricHostsException">The authority cannot be used.</exception>
    /// <exception cref="HistoricPortException">A port cannot be had.</exception>
    public void Prepare()
    {
        if (!IsEnabled)
        {
            return;
        }

        _certificate.Load();
        foreach (var address in Addresses)
        {
            Try(address, _settings.HttpPort);
            Try(address, _settings.HttpsPort);
        }
    }

    /// <summary>Adds the ports, and the ordinary addresses with them: Kestrel takes both from one place or from none.</summary>
    internal void AddTo(KestrelServerOptions kestrel, string ordinary)
    {
        foreach (var address in ordinary.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Listen(kestrel, BindingAddress.Parse(address));
        }

        foreach (var address in Addresses)
        {
            kestrel.Listen(address, _settings.HttpPort, listen =>
            {
                _http ??= listen;
                Prepare(listen, isTls: false);
            });
            kestrel.Listen(address, _settings.HttpsPort, listen =>
            {
                _https ??= listen;
                Prepare(listen, isTls: true);
                listen.UseHttps(
                    new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(_certificate.Options()) });
            });
        }
    }

    // Programs of 2012 know nothing newer.
    private static void Prepare(ListenOptions listen, bool isTls)
    {
        listen.Protocols = HttpProtocols.Http1;
        var mark = new HistoricConnection(isTls);
        listen.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
    }

    private static void Try(IPAddress address, int port)
    {
        try
        {
            SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(address, port)).Dispose();
        }
        catch (SocketException refused)
        {
            throw new HistoricPortException(address, port, refused.SocketErrorCode);
        }
    }

    // As Kestrel itself reads addresses.
    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(address.Port, Secure);
        }
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number))
        {
            kestrel.Listen(number, address.Port, Secure);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, Secure);
        }

        void Secure(ListenOptions listen)
        {
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                listen.UseHttps();
            }
        }
    }
}

/// <summary>A port for the historic names cannot be had.</summary>
/// <param name="address">The address.</param>
/// <param name="port">The port.</param>
/// <param name="reason">What the system said.</param>
internal sealed class HistoricPortException(IPAddress address, int port, SocketError reason)
    : Exception(reason == SocketError.AddressAlreadyInUse
        ? $"Port {port} of {address} is taken by another program; stop it, or choose other ports with --http-port and " +
        $"--https-port."
        : $"Port {port} of {address} cannot be listened on: {reason}.")
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;

    /// <summary>What the system said.</summary>
    public SocketError Reason { get; } = reason;
}
