using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;

namespace Mxit.Server.HistoricHosts;

/// <summary>Answering under the historic names, if the operator wants it.</summary>
internal static class HistoricHostsFeature
{
    // The paths of the API and of the authorization server; all others are pages.
    private static readonly PathString[] WithoutPages =
    [
        "/message", "/user", "/messenger", "/delivery", "/token", "/revoke", "/introspect", "/userinfo", "/.well-known",
        "/robots.txt",
        "/health", "/openapi", "/assets",
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
    /// The cookies of a server that others reach by https are for https only. Who opens a page of it under a historic name
    /// without TLS is led to the same page with it.
    /// </summary>
    public static void UsePagesByTls(this IApplicationBuilder app, ServerContext server)
    {
        if (server.PublicAddress.Scheme == Uri.UriSchemeHttps)
        {
            app.UseWhen(IsPageWithoutTls, branch => branch.Run(context =>
            {
                var address = server.AddressOf(context.Request).GetLeftPart(UriPartial.Authority);
                context.Response.Redirect(
                    $"{address}{context.Request.Path.ToUriComponent()}{context.Request.QueryString.ToUriComponent()}");
                return Task.CompletedTask;
            }));
        }
    }

    private static bool IsPageWithoutTls(HttpContext context) =>
        context.Features.Get<HistoricConnection>() is { IsTls: false }
        && !Array.Exists(WithoutPages, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
