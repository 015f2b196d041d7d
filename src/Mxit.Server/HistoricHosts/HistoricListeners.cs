using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Wire;

namespace Mxit.Server.HistoricHosts;

/// <summary>The ports at which the server answers under the historic names.</summary>
public sealed class HistoricListeners
{
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
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(_certificate.Options()) });
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

internal static class HistoricHostsFeature
{
    // The paths of the API and of the authorization server; all others are pages.
    private static readonly PathString[] WithoutPages =
    [
        "/message", "/user", "/messenger", "/token", "/revoke", "/userinfo", "/.well-known", "/robots.txt", "/health", "/openapi",
        "/assets",
    ];

    public static void AddHistoricHosts(this WebApplicationBuilder builder, ServerSettings server)
    {
        builder.Services.AddMxitSettings<HistoricHostsSettings>("HistoricHosts");
        builder.Services.AddSingleton<IValidateOptions<HistoricHostsSettings>, HistoricHostsSettingsValidator>();
        builder.Services.AddSingleton<CertificateFiles>();
        builder.Services.AddSingleton<HostsCertificate>();
        builder.Services.AddSingleton(provider => new HistoricListeners(
            provider.GetRequiredService<HostsCertificate>(), provider.GetRequiredService<IOptions<HistoricHostsSettings>>()));
        if (Settings.Read<HistoricHostsSettings>(builder.Configuration, "HistoricHosts").Enabled)
        {
            builder.Services.AddHostedService<HostsCertificateLoader>();
            builder.WebHost.UseUrls();
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.ApplicationServices.GetRequiredService<HistoricListeners>().AddTo(kestrel, server.Listen));
        }
    }

    /// <summary>
    /// The cookies of a server that others reach by https are for https only. Who opens a page of it under a historic name without
    /// TLS is led to the same page with it.
    /// </summary>
    public static void UsePagesByTls(this IApplicationBuilder app, ServerContext server)
    {
        if (server.PublicAddress.Scheme == Uri.UriSchemeHttps)
        {
            app.UseWhen(IsPageWithoutTls, branch => branch.Run(context =>
            {
                var address = server.AddressOf(context.Request).GetLeftPart(UriPartial.Authority);
                context.Response.Redirect($"{address}{context.Request.Path.ToUriComponent()}{context.Request.QueryString.ToUriComponent()}");
                return Task.CompletedTask;
            }));
        }
    }

    private static bool IsPageWithoutTls(HttpContext context) =>
        context.Features.Get<HistoricConnection>() is { IsTls: false }
        && !Array.Exists(WithoutPages, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
