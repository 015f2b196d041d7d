using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;

namespace Mxit.Server.Development;

/// <summary>
/// What development mode adds to the server: faults on purpose and a log of requests. Other servers have nothing of it.
/// </summary>
internal static class DevelopmentFeature
{
    public static IServiceCollection AddDevelopment(this IServiceCollection services, ServerSettings server) => server.Development
        ? services.AddSingleton<Faults>().AddSingleton<RequestLog>()
        : services;

    /// <summary>Logs requests; comes first.</summary>
    public static void UseRequestLog(this IApplicationBuilder app, ServerContext server)
    {
        if (server.IsDevelopment)
        {
            app.UseMiddleware<RequestLogMiddleware>();
        }
    }

    /// <summary>Lets faults happen; comes after what finds out who calls, and before the endpoints.</summary>
    public static void UseFaults(this IApplicationBuilder app, ServerContext server)
    {
        if (server.IsDevelopment)
        {
            app.UseMiddleware<FaultMiddleware>();
        }
    }
}
