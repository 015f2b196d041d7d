using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using IPNetwork = System.Net.IPNetwork;

namespace Mxit.Server;

/// <summary>
/// Says once that a proxy is in front which is not trusted: until it is, the address of the proxy counts as that of every client,
/// and limits by address are shared by all.
/// </summary>
internal sealed partial class ForwardedFields(
    RequestDelegate next, ServerContext server, IOptions<ServerSettings> settings, ILogger<ForwardedFields> logger)
{
    private static readonly string[] Names = ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"];

    private readonly IReadOnlyList<IPNetwork> _trusted = TrustedProxyList.Read(settings.Value.TrustedProxies);
    private int _isTold = server.PublicAddress.Scheme == Uri.UriSchemeHttps ? 0 : 1;

    public Task InvokeAsync(HttpContext context)
    {
        if (Volatile.Read(ref _isTold) == 0 && context.Connection.RemoteIpAddress is { } peer
            && Array.Exists(Names, context.Request.Headers.ContainsKey) && !IsTrusted(peer)
            && Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            LogUntrusted(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);
        }

        return next(context);
    }

    private bool IsTrusted(IPAddress peer) =>
        _trusted.Any(network => network.Contains(peer) || (peer.IsIPv4MappedToIPv6 && network.Contains(peer.MapToIPv4())));

    [LoggerMessage(
        LogLevel.Warning,
        "A request from {Peer} says for whom it is forwarded, but {Peer} is not a trusted proxy: all clients behind it count " +
        "as one. If it is your proxy, add it to Mxit:Server:TrustedProxies.")]
    private partial void LogUntrusted(IPAddress peer);
}

/// <summary>Lets everything behind it see the address of the client rather than that of a trusted proxy.</summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Goes back from proxy to proxy as long as each is trusted, and no further.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        var trusted = TrustedProxyList.Read(
            app.ApplicationServices.GetRequiredService<IOptions<ServerSettings>>().Value.TrustedProxies);
        foreach (var network in trusted)
        {
            options.KnownIPNetworks.Add(network);
        }

        // At the ports of the historic names nothing is in front.
        app.UseWhen(context => context.Features.Get<HistoricConnection>() is null, branch =>
        {
            branch.UseMiddleware<ForwardedFields>();

            // Without any, the framework would believe everybody.
            if (trusted.Count > 0)
            {
                branch.UseForwardedHeaders(options);
            }
        });
    }
}
